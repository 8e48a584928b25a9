"""What the rows of the network lane say, read back from their words alone, as a reader would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tailcli.diff.model import Change
from tests.oracle.postures import spelled
from tests.oracle.rules import DEFAULT_PROTOCOLS, PROTOCOL_NUMBERS
from tests.oracle.world import Device

from .corpus_laws import Cell, loosest
from .told_ends import OWN, destinations, sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.diff.model import Row
    from tests.oracle.world import World

    from .corpus_laws import Flows

Json = dict[str, Any]
PHRASE = re.compile(
    r"(?:(\S+):)?(\S+|all ports)(?: \(([a-z0-9, -]+)\))?(?: except (.*?))?(?: \(IPv([46]) only\))?"
)
THROUGH = "only through "
ONLY_IF = "only if the device has "


Opened = set[tuple[int, int]]
"""Protocols and ports."""


class Told(NamedTuple):
    """What one row says, by family; whose own devices it says, and whether it leaves out what others give.

    Own devices are said by themselves, or with their owner as a destination, if they are no exception there.
    """

    sources: dict[int, set[str]]
    destinations: dict[int, set[str]]
    own: dict[int, set[str]]
    opened: dict[int, Opened]
    ways: frozenset[frozenset[str]]
    has_rest: bool


def told_by(rows: Iterable[Row], change: Change, policy: Json, world: World) -> list[Told]:
    """Read what rows tell as gained, or lost, in the words of the version that has it."""
    return [_read(row, change, policy, world) for row in rows if row.change in (change, Change.CHANGED)]


def _read(row: Row, change: Change, policy: Json, world: World) -> Told:
    who = {family: sources(row.sources, policy, world, family) for family in (4, 6)}
    with_own = [party for party in row.destinations if OWN not in party.exceptions]
    has_own = any(party.text == OWN for party in with_own)
    return Told(
        who,
        {family: destinations(row.destinations, policy, world, family) for family in (4, 6)},
        who if has_own else {family: destinations(with_own, policy, world, family) for family in (4, 6)},
        {family: opened(row.rights, family, world) for family in (4, 6)},
        ways(row.after if change is Change.GAINED else row.before),
        any(note.startswith("except what ") for note in row.notes),
    )


def ways(text: str) -> frozenset[frozenset[str]]:
    """The alternatives that the terms of a row name; one without any requirement where it names none."""
    if text.startswith(THROUGH) and ";" not in text:
        tags = re.split(", | or ", text.removeprefix(THROUGH))
        return frozenset(frozenset({f"via:{tag}"}) for tag in tags)
    return frozenset(frozenset(_requirements(one)) for one in text.split(", or "))


def _requirements(text: str) -> Iterable[str]:
    for part in text.split("; "):
        if part.startswith(THROUGH):
            yield f"via:{part.removeprefix(THROUGH)}"
        else:
            yield from (spelled(one) for one in part.removeprefix(ONLY_IF).split(" and ") if one)


def opened(phrases: Iterable[str], family: int, world: World) -> Opened:
    """The protocols and ports of the world that a row's words of traffic mean in a family."""
    found: set[tuple[int, int]] = set()
    for phrase in phrases:
        read = PHRASE.fullmatch(phrase)
        assert read is not None, phrase
        protocol, ports, several, missing, only = read.groups()
        if only is None or int(only) == family:
            numbers = _numbers(protocol, several)
            meant = {(p, port) for p in numbers for port in world.ports if _holds(ports, port)}
            found |= meant - (opened(missing.split(", "), family, world) if missing else set())
    return found


def _numbers(protocol: str | None, several: str | None) -> set[int]:
    if protocol is not None:
        return {PROTOCOL_NUMBERS[protocol] if protocol in PROTOCOL_NUMBERS else int(protocol)}
    numbers = {n for one in (several or "").split(", ") for n in _numbers(one, None)} if several else set()
    icmp = set(DEFAULT_PROTOCOLS) & {58} if 1 in numbers else set()
    return numbers | icmp


def _holds(ports: str, port: int) -> bool:
    if ports in ("*", "all ports"):
        return True
    bounds = (part.partition("-") for part in ports.split(","))
    return any(int(first) <= port <= int(last or first) for first, _, last in bounds)


def said(found: list[Told], world: World) -> tuple[dict[Cell, Flows], set[Cell]]:
    """What all rows together say, and where they leave out some of it without saying what."""
    cells: dict[Cell, Flows] = {}
    blurred: set[Cell] = set()
    known: dict[tuple[int, ...], Flows] = {}
    people = {thing.name for thing in world.sources if isinstance(thing, Device) and thing.owner}
    for family, src in ((family, thing.name) for thing in world.sources for family in (4, 6)):
        near = [(n, row) for n, row in enumerate(found) if src in row.sources[family]]
        for dst in (thing.name for thing in world.destinations) if near else ():
            own = src == dst and src in people
            hits = [(n, row) for n, row in near if dst in (row.own if own else row.destinations)[family]]
            key = (family, *(n for n, _ in hits))
            if hits and key not in known:
                known[key] = _together([row for _, row in hits], family)
            if hits and known[key]:
                cells[Cell(src, dst, family)] = known[key]
            if any(row.has_rest for _, row in hits):
                blurred.add(Cell(src, dst, family))
    return cells, blurred


def _together(rows: list[Told], family: int) -> Flows:
    found: dict[tuple[int, int], set[frozenset[str]]] = {}
    for row in rows:
        for flow in row.opened[family]:
            found.setdefault(flow, set()).update(row.ways)
    return {flow: loosest(each) for flow, each in found.items()}
