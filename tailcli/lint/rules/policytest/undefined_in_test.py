"""A test that protects nothing names something that is not defined.

What it does:
    Reports names of tests that stand for no user, tag, host or address where nothing is expected of them but
    denials, and undefined groups as the source of a test. Other names of which access is expected are those
    of `malformed-test`.

Why:
    What does not exist reaches nothing and is reached by nothing: such a test protects nothing, and nobody
    has seen whether the control plane minds. Mostly a name was changed and its test forgotten.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:database": []},
      "grants": [{"src": ["bob@example.com"], "dst": ["tag:database"], "ip": ["tcp:5432"]}],
      "tests": [{"src": "alice@example.com", "deny": ["tag:db:5432"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:database": []},
      "grants": [{"src": ["bob@example.com"], "dst": ["tag:database"], "ip": ["tcp:5432"]}],
      "tests": [{"src": "alice@example.com", "deny": ["tag:database:5432"]}],
    }
    ```

Fix:
    None: correct the name, define it, or remove the test.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
    - https://tailscale.com/kb/1337/policy-syntax#sshtests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.test_runs import test_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report undefined names of which only denials are expected."""
    for fault in test_faults(context, is_doubtful=True):
        yield Report(fault.span, fault.message, hint=fault.hint)
