"""Entries of a section as data: what each says, which one it was in the other version, and what changed.

Only the order and the repetition of names in a list mean nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.diff.definition_edits import listed
from tailcli.diff.model import Cause
from tailcli.diff.pairing import pair
from tailcli.hujson.nodes import Array, Object, String
from tailcli.hujson.plain import to_python
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tailcli.diff.pairing import Said
    from tailcli.diff.sides import Sides
    from tailcli.hujson.nodes import Member, Value
    from tailcli.policy.model import Policy
    from tailcli.source.text import Span

_APP = "app"
_ORDERED = frozenset({_APP, "ipPool"})
"""Keys whose lists are compared in their order: nothing says that it means nothing."""


class Entry(NamedTuple):
    """One entry of a section: where it stands, its text, and the nodes that say something."""

    label: str
    span: Span
    text: str
    nodes: tuple[Value, ...]


def entry_of(label: str, node: Object, text: str) -> Entry:
    """Return the entry that is an object in a text."""
    return Entry(label, node.span, text[node.span.start : node.span.end], (node,))


def attribute_entries(policy: Policy) -> list[Entry]:
    """Return the entries of ``nodeAttrs``, in their order."""
    text = policy.document.source.text
    return [entry_of(f"nodeAttrs[{one.ordinal}]", one.node, text) for one in policy.node_attrs]


class Edit(NamedTuple):
    """What became of an entry: None on the side that has none; what it says more and less, in words."""

    old: Entry | None
    new: Entry | None
    words: tuple[str, ...] = ()


def said(entry: Entry) -> dict[str, str]:
    """Return what an entry says: each name of its lists by its key, and each other value."""
    found: dict[str, str] = {}
    for node in entry.nodes:
        value = to_python(node)
        if isinstance(value, dict):
            for key, part in value.items():
                found.update(_said_by(key, part))
        else:
            found[str(value)] = ""
    return found


def _said_by(key: str, value: object) -> Iterator[tuple[str, str]]:
    if (
        isinstance(value, list)
        and value
        and key not in _ORDERED
        and all(isinstance(one, str) for one in value)
    ):
        yield from ((f"{key} {text}", "") for text in value)
    elif isinstance(value, dict) and value and key == _APP:
        yield from ((f"{key} {name}", canonical(part, is_ordered=True)) for name, part in value.items())
    else:
        yield key, canonical(value, is_ordered=key in _ORDERED)


def canonical(value: object, *, is_ordered: bool) -> str:
    """Return a value as text that is equal for values which say the same."""
    if isinstance(value, list) and not is_ordered and all(isinstance(one, str) for one in value):
        value = sorted(set(value))
    return json.dumps(value, sort_keys=True)


def edit_of(old: Entry, new: Entry) -> Edit:
    """Return what an entry became; without words where it says the same."""
    return Edit(old, new, tuple(_difference(said(old), said(new))))


def _difference(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    yield from (f"+ {word}" for word in new if word not in old)
    yield from (f"- {word}" for word in old if word not in new)
    yield from (word for word in new if word in old and old[word] != new[word])


def edit_cause(edit: Edit, sides: Sides) -> Cause:
    """Return an edit as a cause, at the words that changed."""
    changed = {word.removeprefix("+ ").removeprefix("- ") for word in edit.words}
    was, now = (
        None if entry is None else version.place(_span(entry, changed), entry.label)
        for entry, version in zip((edit.old, edit.new), sides.versions, strict=True)
    )
    place = now or was
    label = "" if place is None else place.label
    if was is None or now is None:
        return Cause(f"{label} {'added' if was is None else 'removed'}", was, now)
    return Cause(f"{label} changed: {listed(edit.words)}", was, now)


def _span(entry: Entry, changed: set[str]) -> Span:
    """Return where an entry says the first of what changed; the whole entry where it does not say any."""
    spans = (span for node in entry.nodes for text, span in _words(node) if text in changed)
    return next(spans, entry.span)


def _words(node: Value) -> Iterator[tuple[str, Span]]:
    match node:
        case Object():
            for member in node.members:
                yield from _words_of(member)
        case String():
            yield node.value, node.span
        case _:
            pass


def _words_of(member: Member) -> Iterator[tuple[str, Span]]:
    key = member.key
    match member.value:
        case Array(elements=elements):
            yield from ((f"{key.value} {e.value}", e.span) for e in elements if isinstance(e, String))
        case Object(members=members):
            yield from ((f"{key.value} {inner.key.value}", inner.key.span) for inner in members)
        case _:
            pass
    yield key.value, key.span


def paired(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, int]:
    """Return, for the number of an entry of the old version, that of the new one that it stayed or became.

    What is written alike first, then what says the most alike, then what has its place or name in common.
    """
    found = _written_alike(old, new)
    left, right = _left(old, found), _left(new, found.values())
    before, after = [_all_said(old[n]) for n in left], [_all_said(new[n]) for n in right]
    found |= {left[i]: right[j] for i, j in pair(before, after, lambda one: one).items()}
    taken = set(found.values())
    places = {new[j].label: j for j in right if j not in taken}
    here = ((i, places.get(old[i].label)) for i in left if i not in found)
    return found | {i: j for i, j in here if j is not None and _is_alike(old[i], new[j])}


def _all_said(entry: Entry) -> Said:
    return frozenset(said(entry).items())


def _is_alike(old: Entry, new: Entry) -> bool:
    """Tell whether entries at one place are one: by their name, else by anything that both say."""
    has_name = not any(isinstance(node, Object) for node in new.nodes)
    return has_name or not said(old).keys().isdisjoint(said(new))


def _written_alike(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, int]:
    """Pair the entries that are written alike in both versions: nearly all of them."""
    waiting: dict[str, list[int]] = {}
    for number in reversed(range(len(new))):
        waiting.setdefault(new[number].text, []).append(number)
    return {n: waiting[entry.text].pop() for n, entry in enumerate(old) if waiting.get(entry.text)}


def _left(entries: Sequence[Entry], taken: Collection[int]) -> list[int]:
    known = set(taken)
    return [number for number in range(len(entries)) if number not in known]
