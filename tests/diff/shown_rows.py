"""The rows of a diff as they are shown, and what their sentences say, taken apart as a reader would."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from tailcli.access.naming import Party
from tailcli.diff.model import Change
from tailcli.report.diff.outline import sections
from tailcli.report.diff.words import sentence, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.diff.model import AccessDiff, Lane, Row

SAID = re.compile(r"(.+?) may (newly |from now on |no longer |still )?(?:log in to|use) (.+)")
HOW = {
    None: Change.GAINED,
    "newly ": Change.GAINED,
    "no longer ": Change.LOST,
    "from now on ": Change.LOST,
    "still ": Change.CHANGED,
}
TITLES = {"Gains": Change.GAINED, "Loses": Change.LOST, "Changed terms": Change.CHANGED}
SSH = " by SSH as "
PEER = " as a peer relay"
ON_CONDITION = re.compile(r"(.+?) (only (?:if the device has|through|on that condition).*)")
HEADED = re.compile(r".+; from now on (only .+?)(?: \(until now (.+)\))?")
ITEM = re.compile(r"(.*?)((?: \([^()]*\))*)")
GROUP = re.compile(r"\(([^()]*)\)")
STARS = ("everyone", "everything")
HELD = re.compile(r"\x00(\d+)\x00")


class Shown(NamedTuple):
    """What a row says.

    Attributes:
        change: what its sentence says that happened.
        sources: who.
        destinations: where, or on what.
        what: the accounts, or the permissions.
        before: the terms before, in words.
        after: the terms after.
        notes: what else is said.
    """

    change: Change
    sources: tuple[Party, ...]
    destinations: tuple[Party, ...]
    what: str
    before: str
    after: str
    notes: tuple[str, ...]


def shown(found: AccessDiff, lane: Lane, *, expand: bool = True) -> list[Shown]:
    """What the rows of a lane say, under their headings where these say something of all of them."""
    return [
        _read(row, told, title, expand=expand)
        for section in sections(found)
        if section.title in TITLES
        for group in section.groups
        for title, rows in [group.told_once() if len(group.rows) > 1 else ("", group.rows)]
        for row, told in zip(group.rows, rows, strict=True)
        if row.lane is lane and TITLES[section.title] is row.change
    ]


def _read(row: Row, told: Row, title: str, *, expand: bool) -> Shown:
    said = SAID.fullmatch(sentence(told, expand=expand))
    assert said is not None, sentence(told, expand=expand)
    who, how, rest = said.groups()
    assert HOW[how] is row.change, (how, row.change)
    rest, condition = _on_condition(rest) if how == "from now on " else (rest, "")
    where, what = _parts(rest)
    before, after = _terms(row.change, terms(told), condition, title)
    selectors = {party.text for party in (*row.sources, *row.destinations) if party.is_selector}
    selectors |= {login for party in (*row.sources, *row.destinations) for login in party.logins}
    return Shown(
        row.change, _parties(who, selectors), _parties(where, selectors), what, before, after, row.notes
    )


def _on_condition(rest: str) -> tuple[str, str]:
    found = ON_CONDITION.fullmatch(rest)
    assert found is not None, rest
    return found[1], found[2]


def _parts(rest: str) -> tuple[str, str]:
    """Where, and what."""
    if SSH in rest:
        where, _, what = rest.partition(SSH)
        return where, what
    if rest.endswith(PEER):
        return rest.removesuffix(PEER), "relay: use it as a peer relay"
    bare, objects = without_objects(rest)
    what, _, where = bare.rpartition(" on ")
    return where, with_objects(what, objects)


def without_objects(text: str) -> tuple[str, list[str]]:
    """A text with a mark in place of every JSON object in it, and the objects."""
    found: list[str] = []
    place = text.find(" {")
    while place >= 0:
        _, end = json.JSONDecoder().raw_decode(text, place + 1)
        found.append(text[place + 1 : end])
        text = f"{text[:place]} \0{len(found) - 1}\0{text[end:]}"
        place = text.find(" {")
    return text, found


def with_objects(text: str, objects: list[str]) -> str:
    """The objects where their marks are."""
    return HELD.sub(lambda mark: objects[int(mark[1])], text)


def _terms(change: Change, text: str, condition: str, title: str) -> tuple[str, str]:
    """The terms before and after, as the line below the sentence, the sentence and the heading say."""
    if condition == "only on that condition":
        headed = HEADED.fullmatch(title)
        assert headed is not None, title
        return headed[2] or "", headed[1]
    if change is Change.GAINED:
        after, _, before = text.partition("until now: ")
        return before, after.removeprefix("terms: ").removesuffix("; ")
    if change is Change.LOST:
        before, _, after = text.partition("from now on: ")
        return before.removeprefix("until now: ").removesuffix("; "), condition or after
    before, _, after = re.sub(r" \((in part )?(wider|narrower)(, in part narrower)?\)$", "", text).partition(
        " -> "
    )
    return _no_terms(before), _no_terms(after)


def _no_terms(text: str) -> str:
    return "" if text == "no terms" else text


def _parties(text: str, selectors: set[str]) -> tuple[Party, ...]:
    whole, exceptions = _split(text, " except ")
    if exceptions:
        kept = ITEM.fullmatch(exceptions[0])
        assert kept is not None
        return (_party(whole, names(kept[1]), selectors),)
    return tuple(_party(item, None, selectors) for item in names(text))


def _party(text: str, exceptions: list[str] | None, selectors: set[str]) -> Party:
    item = ITEM.fullmatch(text)
    assert item is not None, text
    groups = GROUP.findall(item[2])
    inside = [names(group.removeprefix("except ")) for group in groups if group.startswith("except ")]
    is_star = item[1] in STARS and bool(groups) and groups[0].startswith("*")
    name = "*" if is_star else item[1]
    less = exceptions or [one for listed in inside for one in listed]
    return Party(name, is_selector=name in selectors, exceptions=tuple(less))


def names(text: str) -> list[str]:
    """The items of an enumeration; what stands in brackets belongs to one item."""
    first, last = _split(text, " and ")
    items, rest = [], first
    while rest:
        item, more = _split(rest, ", ")
        items.append(item)
        rest = more[0] if more else ""
    return [*items, *last]


def _split(text: str, mark: str) -> tuple[str, list[str]]:
    """A text at the first mark outside of brackets."""
    place = next(iter(_outside(text, mark)), -1)
    return (text, []) if place < 0 else (text[:place], [text[place + len(mark) :]])


def _outside(text: str, mark: str) -> Iterator[int]:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and text.startswith(mark, place):
            yield place


def ends(found: Iterable[Shown]) -> list[tuple[object, ...]]:
    """What rows have in common however long they are told."""
    return [(one.change, one.before, one.after, one.notes) for one in found]
