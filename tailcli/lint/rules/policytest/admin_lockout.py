"""Somebody who has to get in when all else fails no longer does.

What it does:
    Reports each destination of the option `break-glass` that its principal does not reach by the rules of the
    file.

Why:
    An edit that takes away the access by which one repairs the network is noticed when it is needed. Such an
    edit is to fail before it is made.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "grants": [{"src": ["group:ops"], "dst": ["tag:router"], "ip": ["tcp:443"]}],
      "groups": {"group:ops": ["alice@example.com"]},
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:router": []},
      "grants": [{"src": ["group:ops"], "dst": ["tag:router"], "ip": ["tcp:22"]}],
      "groups": {"group:ops": ["alice@example.com"]},
    }
    ```

Fix:
    None: give the access back.

Options:
    `break-glass`: who must always reach what, as a table of destinations with one port each by user, group or
    tag: `"group:ops" = ["tag:router:22"]`. Without it nothing is reported.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.hujson.nodes import Object, String
from tailcli.lint.test_runs import judge_test
from tailcli.policy.faults import quote
from tailcli.policy.model import PolicyTest
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policytests.results import EntryResult

_RULES = ("grants", "acls")


def check(context: Context) -> Iterator[Report]:
    """Report what the principals of ``break_glass`` do not reach."""
    place = next((s.key.span for s in context.policy.sections if s.name in _RULES), Span(0, 0))
    for principal, destinations in context.options.break_glass.items():
        result = judge_test(context, _wanted(principal, destinations))
        for denied in _denied(result):
            message = f"{quote(principal)} must reach {quote(denied)} when all else fails, and does not"
            yield Report(place, message, hint="add a rule that allows it, or correct the option break-glass")


def _wanted(principal: str, destinations: tuple[str, ...]) -> PolicyTest:
    accept = tuple(_string(text) for text in destinations)
    return PolicyTest(0, Object(0, 0, ()), _string(principal), None, accept, (), None, {})


def _string(text: str) -> String:
    return String(0, 0, text)


def _denied(result: EntryResult) -> Iterator[str]:
    """Yield the destinations that are surely not reached; all of them where the principal is nobody."""
    from tailcli.policytests.results import Status

    if result.fault is not None or result.doubt is not None:
        yield from (node.value for node in result.entry.accept)
        return
    for assertion in result.assertions:
        if assertion.status is Status.FAIL:
            yield assertion.node.value
