"""What the rows of the SSH lane say, read back from their words alone, as a reader would."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tailcli.diff.model import Change, Lane
from tests.oracle.lanes import ssh
from tests.oracle.postures import ensures, spelled
from tests.oracle.tables import ssh_table
from tests.oracle.world import Device

from .corpus_laws import loosest
from .shown_rows import names, shown
from .told_ends import OWN, destinations, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.oracle.lanes import SshAnswer
    from tests.oracle.world import World

    from .corpus_laws import Case, Ways
    from .shown_rows import Shown

Json = dict[str, Any]
OWN_ACCOUNT = "the account named like their own login @"
ANY = re.compile(r"any (?:other )?account(?: except (.*))?")
CHECK = re.compile(r"check every (time|(?:\d+h)?(?:\d+m)?(?:[\d.]+s)?)")
PART = re.compile(r"([\d.]+)([hms])")
SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0}
REFUSED = ", refused if none is reachable"
ONLY_IF = " only if the device has "
RULES = re.compile(
    r"(?:except where (.+) of the (old|new) version (?:already|still) lets? them in"
    r"|only where (.+) of the (old|new) version let them in)"
)


class Terms(NamedTuple):
    """How somebody is let in."""

    action: str
    seconds: float
    environment: frozenset[str]
    recorders: frozenset[str]
    is_enforced: bool


Decision = tuple[tuple[Terms, "Ways"], ...]
"""The terms in the order tried, with the alternatives under each of which they decide."""
Login = tuple[str, str, str]
"""A source, a destination and an account."""
Changes = tuple[Decision, Decision]
"""What decides before, and after."""


class Told(NamedTuple):
    """What one row says, between whom, and where it says that it is not so."""

    shown: Shown
    sources: set[str]
    destinations: set[str]
    changes: Changes
    areas: tuple[Area, ...]

    @property
    def own(self) -> bool:
        """Whether it speaks of own devices."""
        return any(party.text == OWN for party in self.shown.destinations)


class Area(NamedTuple):
    """Where some rules let in: a row speaks of nothing else, or of nothing there.

    ``more``: how many further rules it does not name, of those in the policy.
    """

    rules: Json
    is_inside: bool
    more: int
    policy: Json


def told(one: Case, *, expand: bool = True) -> list[Told]:
    """What the rows say of logins, each in the words of the version that lets in, the new one if both do."""
    return [_told(row, one) for row in shown(one.found, Lane.SSH, expand=expand)]


def _told(row: Shown, one: Case) -> Told:
    policy = one.plain[row.change is not Change.LOST]
    who, where = (
        {name for family in (4, 6) for name in meant(parties, policy, one.world, family)}
        for meant, parties in ((sources, row.sources), (destinations, row.destinations))
    )
    return Told(row, who, where, (decision(row.before), decision(row.after)), tuple(_areas(row, one)))


def _areas(row: Shown, one: Case) -> Iterator[Area]:
    for note in row.notes:
        found = RULES.fullmatch(note)
        if found is not None:
            excepted, version, within, of_version = found.groups()
            policy = one.plain[(version or of_version) == "new"]
            named, more = labelled(excepted or within, "ssh")
            rules = {**policy, "ssh": [policy["ssh"][number] for number in named]}
            yield Area(rules, within is not None, more, policy)


def labelled(text: str, section: str) -> tuple[list[int], int]:
    """The rules that a list names, and how many more it counts."""
    found = re.fullmatch(r"(.+?)(?: and (\d+) more)?", text)
    assert found is not None
    labels = [re.fullmatch(rf"{section}\[(\d+)\]", label) for label in re.split(", | and ", found[1])]
    return [int(label[1]) for label in labels if label is not None], int(found[2] or 0)


def decision(text: str) -> Decision:
    """What the terms of a row mean."""
    return _simplest(map(_entry, text.split(", else ")) if text else ())


def _entry(text: str) -> tuple[Terms, Ways]:
    words, _, condition = text.partition(ONLY_IF)
    action, *rest = words.split("; ")
    recorders, environment, is_enforced = frozenset[str](), frozenset[str](), False
    for part in rest:
        kind, listed = part[: len("recorded by ")], part[len("recorded by ") :]
        if kind == "recorded by ":
            is_enforced = listed.endswith(REFUSED)
            recorders = frozenset(listed.removesuffix(REFUSED).split(", "))
        else:
            assert part.startswith("may set "), part
            environment = frozenset(part.removeprefix("may set ").split(", "))
    found = CHECK.fullmatch(action)
    assert found or action == "accept", action
    seconds = sum(float(number) * SECONDS[unit] for number, unit in PART.findall(found[1])) if found else 0
    terms = Terms("check" if found else "accept", seconds, environment, recorders, is_enforced)
    return terms, frozenset({frozenset(map(spelled, condition.split(" and ") if condition else ()))})


def answered(answers: Iterable[SshAnswer]) -> Decision:
    """What the rules that match mean, as the plain evaluator gives them."""
    return _simplest((_terms(answer), answer.alternatives) for answer in answers)


def _terms(answer: SshAnswer) -> Terms:
    period = float(answer.check_period.removesuffix(" s")) if answer.check_period else 0
    recorders = frozenset(answer.recorder)
    return Terms(answer.action, period, frozenset(answer.accept_env), recorders, answer.enforce_recorder)


def _simplest(entries: Iterable[tuple[Terms, Ways]]) -> Decision:
    """Without what never decides; the same terms in a row are one entry."""
    found: list[tuple[Terms, set[frozenset[str]]]] = []
    seen: list[frozenset[str]] = []
    for terms, alternatives in entries:
        fresh = {way for way in alternatives if not any(ensures(way, earlier) for earlier in seen)}
        seen += fresh
        if fresh and found and found[-1][0] == terms:
            found[-1][1].update(fresh)
        elif fresh:
            found.append((terms, fresh))
    return tuple((terms, loosest(ways)) for terms, ways in found)


def is_same(one: Decision, other: Decision) -> bool:
    """Whether two decisions are one in meaning."""
    return one == other or (
        [terms for terms, _ in one] == [terms for terms, _ in other]
        and all(_covers(a, b) and _covers(b, a) for (_, a), (_, b) in zip(one, other, strict=True))
    )


def _covers(wide: Ways, narrow: Ways) -> bool:
    return all(any(ensures(way, kept) for kept in wide) for way in narrow)


def expected(one: Case) -> dict[Login, Changes]:
    """What the plain evaluator finds: the logins on which something else decides."""
    read = cache(answered)
    was, now = (ssh_table(policy, one.world) for policy in one.plain)
    found = {}
    for pair in was.keys() | now.keys():
        before, after = was.get(pair, {}), now.get(pair, {})
        for login in before.keys() | after.keys() if before is not after else ():
            changes = read(before.get(login, ())), read(after.get(login, ()))
            if not is_same(*changes):
                found[*pair, login] = changes
    return found


def said(rows: list[Told], world: World) -> tuple[dict[Login, list[Changes]], set[tuple[str, str]]]:
    """What all rows say of each login, and between whom not all of it need be so.

    Own devices need not be told of; and where it is so only where some rules let in that are not all named,
    a reader cannot tell where.
    """
    found: dict[Login, list[Changes]] = {}
    quiet: set[tuple[str, str]] = set()
    things = (*world.sources, *world.destinations)
    devices = {thing.name: thing for thing in things if isinstance(thing, Device)}

    def lets_in(rules: Json, asked: Login) -> bool:
        src, dst, login = asked
        return bool(ssh(rules, world, devices[src], devices[dst], login))

    for row in rows:
        logins = list(_logins(row, world, devices))
        areas = [_whole(area, logins, lets_in) for area in row.areas]
        for src, dst, login in logins:
            if all(lets_in(area.rules, (src, dst, login)) == area.is_inside for area in areas):
                found.setdefault((src, dst, login), []).append(row.changes)
            if (src == dst and not row.own) or any(area.is_inside and area.more for area in row.areas):
                quiet.add((src, dst))
    return found, quiet


def _logins(row: Told, world: World, devices: dict[str, Device]) -> Iterator[Login]:
    for src in sorted(row.sources):
        own = {src} if row.own and devices[src].owner else set()
        where = sorted((row.destinations & devices.keys()) | own)
        named = sorted(accounts(row.shown.what, devices[src], world)) if where else ()
        yield from ((src, dst, login) for dst in where for login in named)


def _whole(area: Area, logins: list[Login], lets_in: Callable[[Json, Login], bool]) -> Area:
    """All rules that let in some of whom a row speaks, where it names a few and counts the others."""
    if not area.more:
        return area
    alone = [{**area.policy, "ssh": [rule]} for rule in area.policy["ssh"]]
    letting = [one["ssh"][0] for one in alone if any(lets_in(one, login) for login in logins)]
    assert area.is_inside or len(letting) == len(area.rules["ssh"]) + area.more
    return area._replace(rules={**area.policy, "ssh": letting})


def accounts(text: str, src: Device, world: World) -> set[str]:
    """The accounts of the world that words mean for a source."""
    head, has_others, others = text.partition("any ")
    found = _any(f"any {others}", src, world) if has_others else set()
    listed = names(head.removesuffix(" and ")) if has_others else names(text)
    return (found | {_account(name, src) for name in listed}) & set(world.logins)


def _account(name: str, src: Device) -> str:
    return own_account(src, name.removeprefix(OWN_ACCOUNT)) if name.startswith(OWN_ACCOUNT) else name


def _any(text: str, src: Device, world: World) -> set[str]:
    found = ANY.fullmatch(text)
    assert found is not None, text
    return set(world.logins).difference(_account(name, src) for name in (names(found[1]) if found[1] else ()))


def own_account(src: Device, domain: str) -> str:
    """The account with the name of the source's login, if it is of a domain; nothing for others."""
    local, _, of = ("" if src.owner is None else src.owner.login).partition("@")
    return local if of == domain else ""
