"""The tests say only what must work, or only what must not.

What it does:
    Reports a file whose `tests` hold no `deny`, or no `accept`, at all.

Why:
    Tests that only accept pass just as well in a tailnet that is open to everybody; tests that only deny pass
    in one where nothing works.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["tag:web:22"]}],
    }
    ```

Fix:
    None: write the other half.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_NO_DENY = "no test says what must be denied: the tests would pass if everything were open"
_NO_ACCEPT = "no test says what must be accepted: the tests would pass if nothing worked"


def check(context: Context) -> Iterator[Report]:
    """Report tests of which all assert the same."""
    tests = context.policy.tests
    accepts = any(test.accept for test in tests)
    denies = any(test.deny for test in tests)
    if accepts == denies:
        return
    section = next(section for section in context.policy.sections if section.name == "tests")
    side = "deny" if accepts else "accept"
    hint = f'add "{side}" to a test'
    yield Report(section.key.span, _NO_DENY if accepts else _NO_ACCEPT, hint=hint)
