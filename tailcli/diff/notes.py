"""What has to be said of a comparison as a whole: what cannot be read, members given twice, allow-all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.inventory import Inventory
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem

_MOST = 5
_MOST_TESTING = 50_000


_UNREAD = frozenset({Kind.NOT_AN_OBJECT, Kind.WRONG_TYPE, Kind.TOO_DEEP})
_NOT_WHOLLY = "cannot be wholly read"
_IN_FORCE = {
    "OLD": "the tailnet is running an earlier policy",
    "NEW": "the tailnet keeps the policy that it has",
}
_ADD_NOTHING = frozenset({Kind.UNDEFINED_TAG, Kind.UNDEFINED_HOST, Kind.UNDEFINED_IPSET})


def notes(
    name: str, policy: Policy | None, problems: Iterable[Problem], inventory: Inventory | None = None
) -> Iterator[str]:
    """Yield notes about one side, called ``name``, of which the checks found these problems.

    An inventory decides tests that the file alone leaves open, by who people are; its devices are those of
    today, and a version that is right need not have devices for all that it tests.
    """
    if policy is None:
        return
    yield from _unread(name, policy)
    if policy.acls is None and policy.grants is None:
        yield f"{name} has neither acls nor grants, which allows everything to everybody"
    yield from _failing(name, policy, inventory)
    yield from _undefined(name, policy, problems)
    twice = [problem for problem in policy.problems if problem.kind is Kind.DUPLICATE_KEY]
    source = policy.document.source
    for problem in twice[:_MOST]:
        line = source.position(problem.span.start).line
        yield f"{name} line {line}: {problem.message.rstrip('.')}"
    if len(twice) > _MOST:
        yield f"{name} has {len(twice) - _MOST} more members given more than once: the last of each counts"


def tells_of_unread(note: str) -> bool:
    """Tell whether a note says that a version cannot be wholly read: more must not be claimed of it then."""
    return note.startswith((f"OLD {_NOT_WHOLLY}", f"NEW {_NOT_WHOLLY}"))


def _unread(name: str, policy: Policy) -> Iterator[str]:
    """Say what the decoder had to leave out. No message of the control plane is known, so none is claimed."""
    source = policy.document.source
    found = [problem for problem in policy.problems if problem.kind in _UNREAD]
    said = [
        f"{problem.message.rstrip('.')} (line {source.position(problem.span.start).line})"
        for problem in found[:_MOST]
    ]
    more = f" and {len(found) - _MOST} more such places" if len(found) > _MOST else ""
    if said:
        yield (
            f"{name} {_NOT_WHOLLY}: {'; '.join(said)}{more}. That is taken for empty here; the control plane "
            f"is expected to refuse such a file, and then {_IN_FORCE[name]}"
        )


def _failing(name: str, policy: Policy, inventory: Inventory | None) -> Iterator[str]:
    """The control plane refuses a policy one of whose own tests fails.

    Where there are very many tests of very many rules this is left to ``tailcli test``: a diff of a small
    change must not wait for it.
    """
    tests = len(policy.tests) + len(policy.ssh_tests)
    rules = len(policy.grants or ()) + len(policy.acls or ()) + len(policy.ssh)
    if not 0 < tests * max(1, rules) <= _MOST_TESTING:
        return
    from tailcli.policytests.results import Status
    from tailcli.policytests.run import run_tests

    source = policy.document.source
    known = None if inventory is None else inventory._replace(devices=None)
    failed = [found.entry for found in run_tests(policy, known).entries if found.status is Status.FAIL]
    if failed:
        line = source.position(failed[0].node.start).line
        which = "a test of its own fails" if len(failed) == 1 else f"{len(failed)} tests of its own fail"
        yield f"{name} line {line}: {which}, so the control plane would refuse it (see tailcli test)"


def _undefined(name: str, policy: Policy, problems: Iterable[Problem]) -> Iterator[str]:
    """Say which names give nothing because nothing defines them: the rows cannot show it."""
    source = policy.document.source
    lines: dict[str, int] = {}
    for problem in problems:
        if problem.kind in _ADD_NOTHING:
            lines.setdefault(problem.message.rstrip("."), source.position(problem.span.start).line)
    if len(lines) == 1:
        yield from (
            f"{name} line {at}: {said}, so naming it gives nobody anything" for said, at in lines.items()
        )
    elif lines:
        said = [f"{_named(message)} (line {line})" for message, line in lines.items()]
        more = f" and {len(said) - _MOST} more" if len(said) > _MOST else ""
        listed = ", ".join(said[:_MOST]) + more
        count = f"{len(said)} things that it does not define"
        yield f"{name} names {count}, which gives nobody anything: {listed}"


def _named(message: str) -> str:
    """Return the name that a message quotes."""
    return message.partition('"')[2].rpartition('"')[0]
