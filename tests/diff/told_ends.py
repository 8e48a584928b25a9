"""Whom and what the words at the two ends of a row mean, as a reader would understand them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.oracle.addresses import holds, interval
from tests.oracle.evaluate import Asked, families, is_destination
from tests.oracle.selectors import is_source
from tests.oracle.world import Address, Device, Service

from .test_witnesses import stand_ins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tailcli.access.naming import Party
    from tests.oracle.world import Thing, World

    Picks = Callable[[Asked, str], bool]

Json = dict[str, Any]
OWN = "their own devices"
ADDRESSES = re.compile(r"[0-9a-fA-F.:/]+(-[0-9a-fA-F.:]+)?")


def sources(parties: Iterable[Party], policy: Json, world: World, family: int) -> set[str]:
    """The names of the things that words mean as a source."""
    return _picked(
        parties,
        _things(world.sources, family),
        policy,
        lambda thing, text: is_source(policy, world, text, thing, family),
    )


def destinations(
    parties: Iterable[Party], policy: Json, world: World, family: int, picks: Picks = is_destination
) -> set[str]:
    """The names of the things that words mean as a destination; ``picks`` is how a selector takes one in."""
    return _picked(
        parties,
        _things(world.destinations, family),
        policy,
        lambda thing, text: picks(Asked(policy, world, world.sources[0], thing, family), text),
    )


def _things(every: Iterable[Thing], family: int) -> list[Thing]:
    return [thing for thing in every if family in families(thing, thing)]


def _picked(
    parties: Iterable[Party], things: list[Thing], policy: Json, picks: Callable[[Thing, str], bool]
) -> set[str]:
    found = set()
    for party in parties:
        texts = [(party.text, party.is_selector), *((text, False) for text in party.exceptions)]
        whole, *less = (
            {
                one.name
                for one in things
                if _may_be(one, text, is_selector=is_selector) and _is(one, text, policy, picks)
            }
            for text, is_selector in texts
        )
        found |= whole.difference(*less)
    return found


def _may_be(thing: Thing, text: str, *, is_selector: bool) -> bool:
    """Addresses that are no selector of the policy are the addresses alone, not the devices there."""
    return is_selector or isinstance(thing, Address) or ADDRESSES.fullmatch(text) is None


def _is(thing: Thing, text: str, policy: Json, picks: Callable[[Thing, str], bool]) -> bool:
    """Whether a thing is meant by a selector, or by words where there is none."""
    words = _by_words(thing, text, policy)
    return picks(thing, text) if words is None else words


def _by_words(thing: Thing, text: str, policy: Json) -> bool | None:
    """Whether words mean a thing; None where the text is a selector."""
    name = thing.name.removeprefix("second ")
    if stand_ins(text, (thing._replace(name=name) if isinstance(thing, Device) else thing,)):
        return True
    if " " in text:
        return False
    if isinstance(thing, Service) or text in policy.get("hosts", {}) or not isinstance(thing, Address):
        return None
    meant = interval(text) if ADDRESSES.fullmatch(text) else None
    return None if meant is None else not thing.routed and holds([meant], thing.family, thing.number)
