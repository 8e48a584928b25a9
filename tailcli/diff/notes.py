"""What has to be said of a comparison as a whole: members given twice, and files that allow everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.model import Policy

_MOST = 5


def notes(old: Policy | None, new: Policy | None) -> tuple[str, ...]:
    """Return notes about both sides, the old one first."""
    return tuple(note for name, policy in (("OLD", old), ("NEW", new)) for note in _of(name, policy))


def _of(name: str, policy: Policy | None) -> Iterator[str]:
    if policy is None:
        return
    if policy.acls is None and policy.grants is None:
        yield f"{name} has neither acls nor grants, which allows everything to everybody"
    twice = [problem for problem in policy.problems if problem.kind is Kind.DUPLICATE_KEY]
    source = policy.document.source
    for problem in twice[:_MOST]:
        line = source.position(problem.span.start).line
        yield f"{name} line {line}: {problem.message.rstrip('.')}"
    if len(twice) > _MOST:
        yield f"{name} has {len(twice) - _MOST} more members given more than once: the last of each counts"
