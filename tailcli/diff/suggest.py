"""Tests that pin a change: for each row that no test asks about, an entry that the new version passes."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.ssh import OtherLogins, OwnLocalpart
from tailcli.access.wording import login_words
from tailcli.diff.model import ACCESS_LANES, Change, Lane
from tailcli.policy.addresses import V6, parse_address
from tailcli.policy.load import load
from tailcli.policy.selectors import Login, TagName, parse_selector
from tailcli.policytests.results import Status
from tailcli.policytests.run import run_tests
from tailcli.source.text import SourceText
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.inventory import Inventory
    from tailcli.diff.model import AccessDiff, Row
    from tailcli.policy.model import Policy

Entry: TypeAlias = dict[str, str | list[str]]
"""An entry of ``tests`` or ``sshTests`` as it is written in a policy."""

MOST_ENTRIES = 50


class Suggestion(NamedTuple):
    """Entries that are ready to be put into a policy, and how many rows they were sought for.

    Attributes:
        tests: those of ``tests``.
        ssh_tests: those of ``sshTests``.
        rows: how many rows of access the change has.
        tested: of how many of them a test of either version asks already.
    """

    tests: tuple[Entry, ...]
    ssh_tests: tuple[Entry, ...]
    rows: int = 0
    tested: int = 0


def suggest_tests(diff: AccessDiff, new: Policy, inventory: Inventory | None = None) -> Suggestion:
    """Return tests that the new version passes and that hold what changed, each row by its witness.

    Rows that a test asks about already are left out, and those that no test can ask about: people and
    devices without a name, access under conditions, application permissions. An inventory tells who is in
    synced groups and who has a role.
    """
    known = None if inventory is None else inventory._replace(devices=None)
    changed = [row for row in diff.rows if row.lane in ACCESS_LANES]
    rows = [row for row in changed if row.is_tested is not True and row.witness is not None]
    network = _passing([entry for row in rows for entry in _network(row)], "tests", new, known)
    ssh = _passing([entry for row in rows for entry in _ssh(row, new)], "sshTests", new, known)
    return Suggestion(
        _joined(network, ("accept", "deny")),
        _joined(ssh, ("accept", "check", "deny")),
        len(changed),
        sum(row.is_tested is True for row in changed),
    )


def _network(row: Row) -> Iterator[Entry]:
    if row.lane is not Lane.NETWORK or row.change is Change.CHANGED or row.witness is None:
        return
    protocol, _, port = row.witness.right.partition(" ")[0].partition(":")
    if not port.isdecimal() or not _can_be_asked(row.witness.source, row.witness.destination):
        return
    address = parse_address(row.witness.destination)
    is_v6 = address is not None and address.version == V6
    host = f"[{row.witness.destination}]" if is_v6 else row.witness.destination
    expected = "accept" if row.change is Change.GAINED else "deny"
    yield {"src": row.witness.source, "proto": protocol, expected: [f"{host}:{port}"]}


def _ssh(row: Row, new: Policy) -> Iterator[Entry]:
    if row.lane is not Lane.SSH or row.witness is None:
        return
    source, destination, login = row.witness[:3]
    account = _account(login, source, new)
    if account is not None and _can_be_asked(source, destination):
        for expected in ("accept", "check", "deny"):  # the one that passes is kept
            yield {"src": source, "dst": [destination], expected: [account]}


def _account(login: str, source: str, new: Policy) -> str | None:
    """Return the name of an account for the words of a witness; None where the policy tells no name of it."""
    if " " not in login:
        return login
    if login == login_words(OtherLogins()):
        named = {user.value.strip() for rule in new.ssh for user in rule.users}
        return next(name for name in _any_names() if name not in named)
    own, at, domain = source.partition("@")
    return own if at and login == login_words(OwnLocalpart(domain)) else None


def _any_names() -> Iterator[str]:
    """Yield names of accounts, the first that no rule says for all that no rule says."""
    return (f"someone{number or ''}" for number in count())


def _can_be_asked(*ends: str) -> bool:
    return all(isinstance(parse_selector(end), Login | TagName) or parse_address(end) for end in ends)


def _passing(entries: list[Entry], section: str, new: Policy, inventory: Inventory | None) -> list[Entry]:
    """Return the entries that the new version surely passes."""
    distinct = list({json.dumps(entry): entry for entry in entries}.values())[: MOST_ENTRIES * 3]
    if not distinct:
        return []
    written = load(SourceText("suggested", json.dumps({section: distinct})))
    run = run_tests(new._replace(tests=written.tests, ssh_tests=written.ssh_tests), inventory)
    results = zip(distinct, run.entries, strict=True)
    return [entry for entry, result in results if result.status is Status.PASS][:MOST_ENTRIES]


def _joined(entries: Iterable[Entry], lists: tuple[str, ...]) -> tuple[Entry, ...]:
    """Write what is asked of one source in one entry."""
    found: dict[str, Entry] = {}
    for entry in entries:
        common = json.dumps({key: value for key, value in entry.items() if key not in lists})
        same = found.setdefault(common, entry)
        for name in lists if same is not entry else ():
            same_list, more = same.get(name, []), entry.get(name, [])
            if isinstance(same_list, list) and isinstance(more, list) and more:
                same[name] = list(dict.fromkeys([*same_list, *more]))
    return tuple(found.values())
