"""A test can only fail: it is not one that the control plane can run.

What it does:
    Reports tests without a source or without an assertion, sources and destinations that are no single user,
    device or address (`*`, autogroups, networks, names that are defined nowhere), destinations without
    exactly one port, unknown protocols, empty logins, and logins that are expected to be both accepted and
    denied.

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

from bisect import bisect_left
from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.test_runs import test_run
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policytests.results import Fault, Run
    from tailcli.source.text import Span


def check(context: Context) -> Iterator[Report]:
    """Report the faults of tests that no other rule reports at the same place."""
    known = sorted(p.span for p in context.problems(Kind.SSH_TEST_SHAPE, Kind.UNDEFINED_TAG))
    for fault in _faults(context.once(test_run)):
        if not _overlaps(known, fault.span):
            yield Report(fault.span, fault.message, hint=fault.hint, server=fault.server)


def _faults(run: Run) -> Iterator[Fault]:
    for entry in run.entries:
        if entry.fault is not None:
            yield entry.fault
        for assertion in entry.assertions:
            if assertion.fault is not None:
                yield assertion.fault


def _overlaps(spans: list[Span], span: Span) -> bool:
    at = bisect_left(spans, span.start, key=lambda known: known.start)
    return at < len(spans) and spans[at].start < span.end
