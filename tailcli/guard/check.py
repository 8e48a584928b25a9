"""Holding a policy to its guardrails, with a witness where one is broken.

A guardrail speaks of network access, SSH and applications, as far as it names them. Its selectors mean what
they mean in the policy at hand, so a group's members are those of this version; those of groups that it does
not define, and of roles, are what an inventory tells. Access under a condition breaks ``must-not-reach`` and
does not keep ``must-reach``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import Box, compile_together
from tailcli.access.naming import Namer, Side
from tailcli.access.ranges import intersect, overlaps, union
from tailcli.access.ssh import compile_ssh
from tailcli.access.wording import condition_words
from tailcli.compare.subtract import Piece, difference
from tailcli.guard.application import ApplicationLane
from tailcli.guard.breach import Breach, Demand
from tailcli.guard.lanes import Asked, Bench, meets_any
from tailcli.guard.network import NetworkLane
from tailcli.guard.ssh import ANY_LOGIN, SshLane, WayInLane, own_logins
from tailcli.hujson.nodes import Object, String
from tailcli.policy.model import Grant, SshRule
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.inventory import Inventory
    from tailcli.access.naming import Party
    from tailcli.config.guardrails import Guardrail, Guardrails
    from tailcli.guard.lanes import LaneView
    from tailcli.policy.model import Policy


def breaches(
    policy: Policy, guardrails: Guardrails, inventory: Inventory | None = None
) -> tuple[Breach, ...]:
    """Return every breach, in the order of the guardrails and of the rules.

    An inventory tells who is in groups that the policy does not define, and who has which role.
    """
    wanted = [(Demand.NEVER, guardrail) for guardrail in guardrails.must_not_reach]
    wanted += [(Demand.ALWAYS, guardrail) for guardrail in guardrails.must_reach]
    if not wanted:
        return ()
    bench = _bench(policy, [guardrail for _, guardrail in wanted], inventory)
    found: list[Breach] = []
    for number, (demand, guardrail) in enumerate(wanted):
        asked = Asked(number, demand, guardrail)
        for lane in _lanes(bench):
            found += _told(_pieces(lane, asked, bench), lane, asked, bench)
    return tuple(found)


def idle(
    policy: Policy, guardrails: Iterable[Guardrail], inventory: Inventory | None = None
) -> tuple[Guardrail, ...]:
    """Return the guardrails that speak of nobody or nothing in a policy: it does not know their names."""
    wanted = [guardrail._replace(exceptions=()) for guardrail in guardrails]
    if not wanted:
        return ()
    bench = _bench(policy, wanted, inventory)
    asked = (Asked(number, Demand.NEVER, guardrail) for number, guardrail in enumerate(wanted))
    meant = {one.number for one in asked if any(lane.region(one) for lane in _lanes(bench))}
    return tuple(guardrail for number, guardrail in enumerate(guardrails) if number not in meant)


def _bench(policy: Policy, guardrails: Sequence[Guardrail], inventory: Inventory | None) -> Bench:
    """Compile a policy with what the guardrails ask."""
    logins = own_logins(policy, guardrails)
    grants = (*_questions(guardrails), _grant(logins, (), ()))
    users = tuple(name for one in guardrails for name in one.logins if name.strip() != ANY_LOGIN)
    asked = policy._replace(acls=None, grants=grants, ssh=(_ssh_rule(users),))
    access, questions = compile_together([policy, asked], inventory=inventory)
    speaks = any(guardrail.logins for guardrail in guardrails)
    ssh = compile_ssh([policy, asked], [access, questions])[0] if speaks else None
    return Bench(policy, access, questions, Namer(access), ssh)


def _lanes(bench: Bench) -> Iterator[LaneView]:
    yield NetworkLane(bench)
    if bench.ssh is not None:
        yield SshLane(bench, bench.ssh)
        yield WayInLane(bench, bench.ssh)
    yield ApplicationLane(bench)


def _questions(guardrails: Iterable[Guardrail]) -> Iterator[Grant]:
    """Write each guardrail as two grants: what it speaks of, and what it excepts from that."""
    for guardrail in guardrails:
        yield _grant(guardrail.sources, guardrail.destinations, guardrail.ports)
        yield _grant(guardrail.exceptions, guardrail.destinations, guardrail.ports)


def _grant(sources: tuple[str, ...], destinations: tuple[str, ...], ports: tuple[str, ...]) -> Grant:
    ends = _strings(sources), _strings(destinations)
    return Grant(0, Object(0, 0, ()), *ends, _strings(ports), (), (), (), {})


def _ssh_rule(users: tuple[str, ...]) -> SshRule:
    """Return a rule that lets nobody in and names accounts, so that they are told apart."""
    ends: tuple[String, ...] = ()
    return SshRule(
        0,
        Object(0, 0, ()),
        None,
        ends,
        ends,
        _strings(users),
        None,
        (),
        (),
        (),
        enforce_recorder=False,
        keys={},
    )


def _strings(texts: Iterable[str]) -> tuple[String, ...]:
    return tuple(String(0, 0, text) for text in texts)


def _pieces(lane: LaneView, asked: Asked, bench: Bench) -> Iterator[Piece]:
    region = lane.region(asked)
    if not region:
        return iter(())
    if asked.demand is Demand.NEVER:
        return _forbidden(region, lane.given(asked))
    required = [piece.box for piece in region]
    return iter(difference(required, lane.given(asked), bench.access.universe.singles))


def _forbidden(region: list[Piece], given: Sequence[Box]) -> Iterator[Piece]:
    for piece in region:
        for box in given:
            sources, destinations = piece.sources & box.sources, piece.destinations & box.destinations
            if sources and destinations and overlaps(piece.rights, box.rights):
                rights = intersect(piece.rights, box.rights)
                yield Piece(sources, destinations, rights, box.alternative, box.rule)


class _Named(NamedTuple):
    """A piece in which a guardrail is broken, and the names of both ends."""

    piece: Piece
    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]
    is_given_at_times: bool


def _told(pieces: Iterable[Piece], lane: LaneView, asked: Asked, bench: Bench) -> list[Breach]:
    """Name the pieces, and tell together what reads alike: the two address families, as a rule."""
    alike: dict[tuple[object, ...], _Named] = {}
    given = lane.given(asked) if asked.demand is Demand.ALWAYS else ()
    for piece in pieces:
        words = _selectors(piece, lane, asked)
        sources = bench.namer.name(piece.sources, Side.SOURCE, words[0])
        destinations = bench.namer.name(piece.destinations, Side.DESTINATION, words[1])
        at_times = meets_any(piece, given)
        key = (sources, destinations, piece.alternative, piece.rule, at_times)
        before = alike.get(key)
        rights = piece.rights if before is None else union(before.piece.rights, piece.rights)
        alike[key] = _Named(piece._replace(rights=rights), sources, destinations, at_times)
    return [_breach(one, lane, asked, bench) for one in alike.values()]


def _selectors(piece: Piece, lane: LaneView, asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if asked.demand is Demand.ALWAYS:
        return asked.guardrail.sources, asked.guardrail.destinations
    return lane.selectors(piece.rule)


def _breach(named: _Named, lane: LaneView, asked: Asked, bench: Bench) -> Breach:
    piece = named.piece
    is_given = asked.demand is Demand.NEVER
    source = bench.namer.instance(piece.sources, "")
    destination = bench.namer.instance(piece.destinations, source)
    return Breach(
        asked.guardrail,
        asked.demand,
        named.sources,
        named.destinations,
        lane.words(piece.rights, piece.rule, asked),
        condition_words(piece.alternative),
        lane.rule(piece.rule) if is_given else None,
        is_given,
        (source, destination, lane.example(piece.rights, piece.rule, asked)),
        lane.lane,
        lane.notes(piece, asked),
        named.is_given_at_times,
    )
