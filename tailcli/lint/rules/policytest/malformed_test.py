"""A test can only fail: it is not one that the control plane can run.

What it does:
    Reports tests without a source or without an assertion, sources and destinations that are no single user,
    device or address (`*`, autogroups, networks, names that are defined nowhere), destinations without
    exactly one port, unknown protocols, empty logins, and logins that are expected to be both accepted and
    denied. Undefined names with which a test may pass are those of `undefined-in-test`.

Why:
    The control plane reports such a test as failed, whatever the rules say, and refuses the whole policy
    file.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:80,443"]}],
    }
    ```
    bad:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com"}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:web": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:web"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:web:443"], "deny": ["tag:web:80"]}],
    }
    ```

Fix:
    None: ask about one source, one destination and one port at a time.

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
    """Report the faults of tests with which the control plane is known to refuse the file."""
    for fault in test_faults(context, is_doubtful=False):
        yield Report(fault.span, fault.message, hint=fault.hint, server=fault.server)
