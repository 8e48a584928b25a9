"""The sentences of a diff: who, what and on what terms. Nothing here is escaped; each renderer does that."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.access.naming import STAR, STARS, Side
from tailcli.access.port_lists import few_ports
from tailcli.access.rights_words import accounts, approvals, attributes, enumeration, traffic, uses
from tailcli.access.wording import PEER_RELAY
from tailcli.diff.model import ACCESS_LANES, Change, Effect, Lane
from tailcli.diff.setting_rows import UNUSABLE
from tailcli.report.counts import number
from tailcli.report.diff.devices import device_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.naming import Party
    from tailcli.diff.model import Cause, Place, Row

_FEW_NAMES = 2
_TAG = "tag:"


class End(Enum):
    """Which end of an access a party stands at: the star is read differently there."""

    SOURCE = STARS[Side.SOURCE]
    DESTINATION = STARS[Side.DESTINATION]
    TARGET = "every device (*)"


def party_words(party: Party, end: End, *, among_others: bool = False) -> str:
    """Return a party with how many people and devices it means, as far as is known, and its exceptions.

    A host has its address behind it, and the star says that it is everyone or everything. Among others the
    exceptions stand in brackets, so that it is clear whose they are.
    """
    text = end.value if party.text == STAR else party.text
    known = ", ".join(filter(None, (_known(party), device_count(party))))
    if known:
        text = f"{text[:-1]}, {known})" if party.text == STAR else f"{text} ({known})"
    if not party.exceptions:
        return text
    exceptions = f"except {enumeration(party.exceptions)}"
    return f"{text} ({exceptions})" if among_others else f"{text} {exceptions}"


def _known(party: Party) -> str:
    if party.is_selector and not party.is_open and party.logins and party.logins != (party.text,):
        return people(len(party.logins))
    return party.detail if party.detail != party.text else ""


def people(count: int) -> str:
    """Return a number of people in words."""
    return "1 person" if count == 1 else f"{count} people"


def parties(found: Sequence[Party], end: End, *, expand: bool) -> str:
    """Return parties in words; with ``expand`` the people instead of the groups that name them."""
    several = len(found) > 1
    if not expand:
        return enumeration([party_words(party, end, among_others=several) for party in found])
    names: list[str] = []
    for party in found:
        known = party.logins and not party.is_open
        names += party.logins if known else [_opened(party, end, among_others=several)]
    return enumeration(list(dict.fromkeys(names)))


def _opened(party: Party, end: End, *, among_others: bool) -> str:
    named = f" (among them {enumeration(party.logins)})" if party.logins else ""
    return f"{party_words(party, end, among_others=among_others)}{named}"


def doubts(row: Row) -> str:
    """Return what decides whether a row is so, in one phrase; empty where the file decides."""
    return f"depends on {', and on '.join(row.depends)}" if row.depends else ""


def sentence(row: Row, *, expand: bool = False) -> str:
    """Return what a row says, in one sentence without a full stop."""
    end = End.TARGET if row.lane is Lane.ATTRIBUTES else End.SOURCE
    who = parties(row.sources, end, expand=expand)
    where = parties(row.destinations, End.DESTINATION, expand=expand)
    if row.lane in ACCESS_LANES:
        return _access(row, who, _act(row, where, expand=expand))
    return _other(row, who, where, expand=expand)


def _act(row: Row, where: str, *, expand: bool) -> str:
    """Return what somebody may do, or could: reach something, log in to it, or use it."""
    match row.access:
        case Lane.SSH:
            return f"log in to {where} by SSH as {accounts(row.rights)}"
        case Lane.APPLICATION if row.rights == (PEER_RELAY,):
            return f"use {where} as a peer relay"
        case Lane.APPLICATION:
            return f"use {uses(row.rights, expand=expand)} on {where}"
    return f"reach {where} on {few_ports(traffic(row.rights), expand=expand)}"


def _access(row: Row, who: str, act: str) -> str:
    match row.change:
        case Change.GAINED:
            return f"{who} may {'newly ' if _leaves_out(row) else ''}{act}"
        case Change.LOST if row.is_conditional_now:
            return f"{who} may from now on {act} {row.after}"
        case Change.LOST:
            return f"{who} may no longer {act}"
        case Change.CHANGED:
            return f"{who} may still {act}"


def _leaves_out(row: Row) -> bool:
    """Tell whether a row makes exceptions: "newly" says that these need not be what is forbidden."""
    parties = (*row.sources, *row.destinations)
    return any(party.exceptions for party in parties) or (
        row.lane is Lane.NETWORK and any(_EXCEPT in phrase for phrase in row.rights)
    )


_EXCEPT = " except "


def _other(row: Row, who: str, where: str, *, expand: bool) -> str:
    """Lanes that are not access say what they are about; the sign says whether it came or went."""
    no_longer = " no longer" if row.change is Change.LOST else ""
    is_attribute = row.lane is Lane.ATTRIBUTES
    act = _by_verb(attributes(row.rights, expand=expand) if is_attribute else row.rights)
    match row.lane:
        case Lane.TAG_OWNERS if who:
            return f"{who} may{no_longer} {act}"
        case Lane.APPROVAL if who:
            return f"{who}:{no_longer} automatically approved {approvals(row.rights)}"
        case Lane.TESTS if who:
            return f"tests: {who}: {_asserted(row)}"
        case Lane.SETTINGS if act.startswith(UNUSABLE):
            return f"could not be used until now: {act.removeprefix(UNUSABLE)}" if no_longer else act
        case Lane.LATENT if who and where:
            said = f"{who} could{no_longer} {_act(row, where, expand=expand)}"
            return f"{said} {row.after or row.before}".rstrip()
        case _:
            said = ": ".join(part for part in (row.lane.value, who, act) if part)
            return f"{said} {where}".rstrip()


def _asserted(row: Row) -> str:
    """Return what tests say of a source: ``is accepted at a and b``, ``is denied ssh as c on d``."""
    found: dict[str, list[str]] = {}
    for phrase in row.rights:
        verb, _, rest = phrase.partition(" ")
        logins, on, host = rest.partition(_ON)
        found.setdefault(f"{verb}\0{host if on and rest.startswith(_SSH) else ''}", []).append(
            logins.removeprefix(_SSH) if on and rest.startswith(_SSH) else rest
        )
    same: dict[tuple[str, str], list[str]] = {}
    for key, things in found.items():
        verb, _, host = key.partition("\0")
        same.setdefault((verb, enumeration(things) if host else ""), []).extend([host] if host else things)
    condition = row.after or row.before
    said = "; ".join(_assertion(verb, logins, things) for (verb, logins), things in same.items())
    return f"{said} ({condition})" if condition else said


_SSH, _ON = "ssh as ", " on "


def _assertion(verb: str, logins: str, things: Sequence[str]) -> str:
    return f"{verb} ssh as {logins} on {enumeration(things)}" if logins else f"{verb} {enumeration(things)}"


def _by_verb(phrases: Sequence[str]) -> str:
    """Tell ``accept a``, ``accept b``, ``deny c`` as ``accept a and b; deny c``."""
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        verb, _, rest = phrase.partition(" ")
        found.setdefault(verb, []).append(rest)
    if len(found) == len(phrases):
        return "; ".join(phrases)
    return "; ".join(f"{verb} {enumeration(rest)}".rstrip() for verb, rest in found.items())


def terms(row: Row) -> str:
    """Return the terms before and after in words; empty where a row has none, or its sentence tells them."""
    if row.lane in {Lane.LATENT, Lane.TESTS}:
        return ""
    if row.lane is Lane.POSTURES and row.cause is not None:
        return _POSTURES[row.effect] if row.change is Change.CHANGED else ""  # the edit says the assertions
    before, after = row.before, row.after
    match row.change:
        case Change.GAINED:
            return "; ".join(_said((after, _TERMS), (before, "until now: ")))
        case Change.LOST:
            after = "" if row.is_conditional_now else after  # then the sentence says it
            return "; ".join(_said((before, "until now: "), (after, "from now on: ")))
        case Change.CHANGED:
            change = f"{before or 'no terms'} -> {after or 'no terms'}{_EFFECTS[row.effect]}"
            return change if before or after else ""


_POSTURES = {
    Effect.WIDER: "asks for less (wider)",
    Effect.NARROWER: "asks for more (narrower)",
    Effect.BOTH: "asks for something else (in part wider, in part narrower)",
    Effect.NONE: "",
}
_EFFECTS = {
    Effect.WIDER: " (wider)",
    Effect.NARROWER: " (narrower)",
    Effect.BOTH: " (in part wider, in part narrower)",
    Effect.NONE: "",
}


def _said(*parts: tuple[str, str]) -> list[str]:
    # A condition says itself that it is one: "only if ...".
    return [
        text if lead == _TERMS and text.startswith("only ") else f"{lead}{text}"
        for text, lead in parts
        if text
    ]


_TERMS = "terms: "


def cause_words(cause: Cause) -> str:
    """Return an edit with where it was made in both files."""
    places = dict.fromkeys(_at(place) for place in (cause.old, cause.new) if place is not None)
    text = few_ports(cause.text)
    return f"{text} ({' -> '.join(places)})" if places else text


def rules(row: Row) -> str:
    """Return the responsible rules of both files, each as its label and ``file:line``.

    Empty where there are none, or where the cause is an edit of just these: it says so itself.
    """
    if row.cause is not None and _is_told(row, row.cause):
        return ""
    labels = [place.label for place in row.old]
    if labels and labels == [place.label for place in row.new]:
        more = len(labels) - _FEW_PLACES
        named = [*labels[:_FEW_PLACES], *([f"{more} more"] if more > 0 else [])]
        return f"{enumeration(named)}: {_lines(row.old)} -> {_lines(row.new)}"
    was, now = _places(row.old), _places(row.new)
    if was and now:
        return f"was {was}; now {now}"
    return f"new: {now}" if now else f"was {was}" if was else ""


def _is_told(row: Row, cause: Cause) -> bool:
    """Tell whether a cause says itself which rules are responsible, and where they stand."""
    if row.lane not in ACCESS_LANES:
        places = (*row.old, *row.new)
        return any(place.label in cause.text for place in places) or {*places} <= {cause.old, cause.new}
    sides = ((row.old, cause.old), (row.new, cause.new))
    return all(at is not None and place.label == at.label for places, at in sides for place in places)


def _places(places: Sequence[Place]) -> str:
    said = [f"{place.label} {_at(place)}".strip() for place in places[:_FEW_PLACES]]
    more = len(places) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


_FEW_PLACES = 3


def _lines(places: Sequence[Place]) -> str:
    """Return places of one file as ``file:1,5,9``, no line twice."""
    lines = dict.fromkeys(str(place.line) for place in places[:_FEW_PLACES])
    return f"{places[0].file}:{','.join(lines)}"


def _at(place: Place) -> str:
    return f"{place.file}:{place.line}"


def who(rows: Iterable[Row]) -> str:
    """Return whom rows are about: people by name or number, then devices and whoever has no name.

    Whom a selector means besides people without a name is said with the selector.
    """
    logins: dict[str, None] = {}
    others: dict[str, None] = {}
    for row in rows:
        for party in row.sources:
            logins.update(dict.fromkeys(() if party.is_open else party.logins))
            if party.is_open or not party.logins:
                others[End.SOURCE.value if party.text == STAR else party.text] = None
    named = list(logins) if len(logins) <= _FEW_NAMES else [people(len(logins))]
    return enumeration([*(named if logins else []), *_shortened(list(others))])


def _shortened(others: list[str]) -> list[str]:
    if len(others) <= _FEW_NAMES + 1:
        return others
    shown, rest = others[:_FEW_NAMES], others[_FEW_NAMES:]
    if not all(text.startswith(_TAG) for text in rest):
        return [*shown, number(len(rest), "other")]
    more = "other tag" if any(text.startswith(_TAG) for text in shown) else "tag"
    return [*shown, number(len(rest), more)]
