"""Holding a policy to its guardrails, with a witness where one is broken.

A guardrail speaks of network access. Its selectors mean what they mean in the policy at hand, so a group's
members are those of this version. Access under a condition breaks ``must-not-reach`` and does not keep
``must-reach``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.access.compile import Box, compile_together
from tailcli.access.naming import Namer, Side
from tailcli.access.ranges import intersect, overlaps, union
from tailcli.access.traffic import flows
from tailcli.access.wording import condition_words, traffic_words
from tailcli.compare.subtract import Piece, difference
from tailcli.hujson.nodes import Object, String
from tailcli.policy.model import Grant
from tailcli.policy.ports import format_protocol
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.compile import Access
    from tailcli.access.content import AccessRule
    from tailcli.access.naming import Party
    from tailcli.config.guardrails import Guardrail, Guardrails
    from tailcli.policy.model import Policy


class Demand(Enum):
    """What a guardrail asks of every version; the value is its key in the settings."""

    NEVER = "must-not-reach"
    ALWAYS = "must-reach"


class Breach(NamedTuple):
    """One way in which a guardrail is broken.

    Attributes:
        guardrail: the guardrail.
        demand: whether the access is given and must not be, or must be given and is not.
        sources: who, in the policy's words.
        destinations: what.
        rights: the traffic, in words.
        condition: under what condition it is given; empty if always, or if it is not given.
        rule: the access rule that gives it (None for the allow-all of a policy without rules).
        is_given: whether there is such a rule; a missing access has none.
        witness: one concrete source, destination and traffic.
    """

    guardrail: Guardrail
    demand: Demand
    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]
    rights: tuple[str, ...]
    condition: str
    rule: AccessRule | None
    is_given: bool
    witness: tuple[str, str, str]


def breaches(policy: Policy, guardrails: Guardrails) -> tuple[Breach, ...]:
    """Return every breach, in the order of the guardrails and of the rules."""
    wanted = [(Demand.NEVER, guardrail) for guardrail in guardrails.must_not_reach]
    wanted += [(Demand.ALWAYS, guardrail) for guardrail in guardrails.must_reach]
    if not wanted:
        return ()
    asked = policy._replace(acls=None, grants=tuple(_questions(guardrail for _, guardrail in wanted)))
    access, questions = compile_together([policy, asked])
    found: list[Breach] = []
    for number, (demand, guardrail) in enumerate(wanted):
        region = _region(questions, number)
        pieces = _forbidden(region, access) if demand is Demand.NEVER else _missing(region, access)
        found += _told(guardrail, demand, pieces, access)
    return tuple(found)


def idle(policy: Policy, guardrails: Iterable[Guardrail]) -> tuple[Guardrail, ...]:
    """Return the guardrails that speak of nobody or nothing in a policy: it does not know their names."""
    asked = tuple(guardrails)
    if not asked:
        return ()
    questions = policy._replace(acls=None, grants=tuple(_questions(asked)))
    (access,) = compile_together([questions])
    meant = {box.rule for box in access.network}
    return tuple(guardrail for number, guardrail in enumerate(asked) if 2 * number not in meant)


def _questions(guardrails: Iterable[Guardrail]) -> Iterator[Grant]:
    """Write each guardrail as two grants: what it speaks of, and what it excepts from that."""
    for guardrail in guardrails:
        yield _grant(guardrail.sources, guardrail)
        yield _grant(guardrail.exceptions, guardrail)


def _grant(sources: tuple[str, ...], guardrail: Guardrail) -> Grant:
    return Grant(
        0,
        Object(0, 0, ()),
        _strings(sources),
        _strings(guardrail.destinations),
        _strings(guardrail.ports),
        (),
        (),
        (),
        {},
    )


def _strings(texts: Iterable[str]) -> tuple[String, ...]:
    return tuple(String(0, 0, text) for text in texts)


def _region(questions: Access, number: int) -> list[Piece]:
    meant = [_always(box) for box in questions.network if box.rule == 2 * number]
    excepted = [_always(box) for box in questions.network if box.rule == 2 * number + 1]
    return difference(meant, excepted, questions.universe.singles)


def _always(box: Box) -> Box:
    """Leave out the default posture: a guardrail speaks of access whatever the device."""
    return box._replace(alternative=frozenset())


def _forbidden(region: list[Piece], access: Access) -> Iterator[Piece]:
    for piece in region:
        for box in access.network:
            sources, destinations = piece.sources & box.sources, piece.destinations & box.destinations
            if sources and destinations and overlaps(piece.rights, box.rights):
                rights = intersect(piece.rights, box.rights)
                yield Piece(sources, destinations, rights, box.alternative, box.rule)


def _missing(region: list[Piece], access: Access) -> Iterator[Piece]:
    required = [Box(*piece) for piece in region]
    yield from difference(required, access.network, access.universe.singles)


def _told(guardrail: Guardrail, demand: Demand, pieces: Iterable[Piece], access: Access) -> list[Breach]:
    """Name the pieces, and tell together what reads alike: the two address families, as a rule."""
    namer = Namer(access)
    alike: dict[tuple[object, ...], tuple[Piece, tuple[Party, ...], tuple[Party, ...]]] = {}
    for piece in pieces:
        said = access.contents[piece.rule] if demand is Demand.NEVER else guardrail
        sources = namer.name(piece.sources, Side.SOURCE, said.sources)
        destinations = namer.name(piece.destinations, Side.DESTINATION, said.destinations)
        key = (sources, destinations, piece.alternative, piece.rule)
        before = alike.get(key)
        rights = piece.rights if before is None else union(before[0].rights, piece.rights)
        alike[key] = (piece._replace(rights=rights), sources, destinations)
    return [
        Breach(
            guardrail,
            demand,
            sources,
            destinations,
            traffic_words(piece.rights),
            condition_words(piece.alternative),
            access.rules[piece.rule] if demand is Demand.NEVER else None,
            demand is Demand.NEVER,
            _witness(piece, namer),
        )
        for piece, sources, destinations in alike.values()
    ]


def _witness(piece: Piece, namer: Namer) -> tuple[str, str, str]:
    source = namer.instance(piece.sources, "")
    flow = min(flows(piece.rights), key=lambda one: one.protocol not in _USUAL)
    port = flow.first or min(flow.last, 443)
    return source, namer.instance(piece.destinations, source), f"{format_protocol(flow.protocol)}:{port}"


_USUAL = (6, 17)
