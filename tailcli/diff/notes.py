"""What has to be said of a comparison as a whole: members given twice, and files that allow everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem

_MOST = 5


_ADD_NOTHING = frozenset({Kind.UNDEFINED_TAG, Kind.UNDEFINED_HOST, Kind.UNDEFINED_IPSET})


def notes(name: str, policy: Policy | None, problems: Iterable[Problem]) -> Iterator[str]:
    """Yield notes about one side, called ``name``, of which the checks found these problems."""
    if policy is None:
        return
    if policy.acls is None and policy.grants is None:
        yield f"{name} has neither acls nor grants, which allows everything to everybody"
    yield from _undefined(name, policy, problems)
    twice = [problem for problem in policy.problems if problem.kind is Kind.DUPLICATE_KEY]
    source = policy.document.source
    for problem in twice[:_MOST]:
        line = source.position(problem.span.start).line
        yield f"{name} line {line}: {problem.message.rstrip('.')}"
    if len(twice) > _MOST:
        yield f"{name} has {len(twice) - _MOST} more members given more than once: the last of each counts"


def _undefined(name: str, policy: Policy, problems: Iterable[Problem]) -> Iterator[str]:
    """Say which names give nothing because nothing defines them: the rows cannot show it."""
    source = policy.document.source
    lines: dict[str, int] = {}
    for problem in problems:
        if problem.kind in _ADD_NOTHING:
            lines.setdefault(problem.message.rstrip("."), source.position(problem.span.start).line)
    for message, line in list(lines.items())[:_MOST]:
        yield f"{name} line {line}: {message}, so naming it gives nobody anything"
    if len(lines) > _MOST:
        yield f"{name} names {len(lines) - _MOST} more things that it does not define"
