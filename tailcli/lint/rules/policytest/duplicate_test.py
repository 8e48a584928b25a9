"""A test is there twice.

What it does:
    Reports entries of `tests` and `sshTests` that say the same as an earlier one, in whatever order.

Why:
    The second one proves nothing that the first does not.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "tests": [
        {"src": "alice@example.com", "deny": ["tag:web:22", "tag:web:80"]},
        {"src": "alice@example.com", "deny": ["tag:web:80", "tag:web:22"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "tests": [
        {"src": "alice@example.com", "deny": ["tag:web:22", "tag:web:80"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "tests": [
        {"src": "alice@example.com", "deny": ["tag:web:22", "tag:web:80"]},
        {"src": "bob@example.com", "deny": ["tag:web:80", "tag:web:22"]},
      ],
    }
    ```

Fix:
    Safe: removes the second one.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Label, Report
from tailcli.hujson.plain import to_python
from tailcli.lint.access_rules import anchor
from tailcli.lint.removal import removal, section_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import Object, String
    from tailcli.lint.context import Context
    from tailcli.policy.model import PolicyTest, SshTest


def check(context: Context) -> Iterator[Report]:
    """Report each test that an earlier one makes superfluous."""
    for section, tests in (("tests", context.policy.tests), ("sshTests", context.policy.ssh_tests)):
        first: dict[object, PolicyTest | SshTest] = {}
        parent = section_value(context, section)
        for test in tests:
            original = first.setdefault(_meaning(test), test)
            if original is test:
                continue
            title = f"Remove {section}[{test.ordinal}]"
            yield Report(
                anchor(test.node),
                f"{section}[{test.ordinal}] says the same as {section}[{original.ordinal}]",
                labels=(Label(anchor(original.node), "this is the first"),),
                fix=removal(context, parent, test.node.start, title, Applicability.SAFE),
            )


def _meaning(test: PolicyTest | SshTest) -> object:
    """Return what a test asserts, whatever the order of its lists; unlike for a test that says nothing."""
    own = {"src", "user", "accept", "allow", "deny", "check", "dst"}
    rest = sorted((key, _text(test.node, written)) for key, written in test.keys.items() if key not in own)
    source = None if test.src is None else test.src.value.strip()
    lists = (test.accept, test.deny, getattr(test, "check", ()), getattr(test, "dst", ()))
    return source, tuple(frozenset(node.value for node in nodes) for nodes in lists), tuple(rest)


def _text(node: Object, key: String) -> str:
    value = next(member.value for member in node.members if member.key is key)
    return repr(to_python(value))
