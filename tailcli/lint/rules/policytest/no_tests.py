"""The policy file has access rules and no tests.

What it does:
    Reports a file with grants, ACL rules or SSH rules that has neither `tests` nor `sshTests`.

Why:
    Tests are run by the control plane before it accepts a change: they are what keeps an edit from opening a
    server to everybody, or from locking the people out who are to repair it.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["tag:web:22"]}],
    }
    ```

Fix:
    None: write tests for what must work and for what must never.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_RULES = ("grants", "acls", "ssh")


def check(context: Context) -> Iterator[Report]:
    """Report the first section of rules of a file without tests."""
    policy = context.policy
    if policy.tests or policy.ssh_tests or not (policy.grants or policy.acls or policy.ssh):
        return
    section = next(section for section in policy.sections if section.name in _RULES)
    yield Report(
        section.key.span,
        "the policy file has access rules and no tests",
        hint='add "tests": what must work in "accept", what must never work in "deny"',
    )
