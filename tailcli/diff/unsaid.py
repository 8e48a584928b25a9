"""Entries that say something else in the new version though no row comes of it: no edit goes unmentioned.

What an entry means may be the same where its data is not: an attribute that another entry gives too, an
approver of a wider route, a field that the program does not know. Such edits are told as edits without
effect. Only the order and the repetition of names in a list are nothing to tell.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from tailcli.diff.entries import (
    Edit,
    Entry,
    attribute_entries,
    canonical,
    edit_cause,
    edit_of,
    entry_of,
    paired,
)
from tailcli.diff.model import Cause, Lane
from tailcli.diff.sides import rule_label
from tailcli.hujson.plain import to_python
from tailcli.policy.unchanged import unchanged_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides
    from tailcli.hujson.nodes import Object, String
    from tailcli.policy.model import AclRule, Approval, Grant, Policy, SshRule
    from tailcli.source.ends import Ends

    _Rule: TypeAlias = AclRule | Grant | SshRule

_HOLDINGS = frozenset({Lane.ATTRIBUTES, Lane.APPROVAL, Lane.TAG_OWNERS})


def unsaid_edits(
    sides: Sides, rows: Iterable[Row], idle: Iterable[Cause], ends: Ends | None
) -> Iterator[Cause]:
    """Yield the edits of entries that neither a row nor an edit without effect tells.

    ``ends``, if given, is what the two texts share.
    """
    edits = [*_of_rules(sides, ends), *_of_holdings(sides), *_of_owners(sides)]
    told = _told(rows, idle) if edits else set()
    for edit in edits:
        entries = enumerate((edit.old, edit.new))
        if told.isdisjoint((side, entry.label) for side, entry in entries if entry is not None):
            yield edit_cause(edit, sides)
    yield from _order_of_pools(sides)


def _of_rules(sides: Sides, ends: Ends | None) -> Iterator[Edit]:
    """Yield the rules that say something else; which came and which went is always told."""
    texts = [version.policy.document.source.text for version in sides.versions]
    for was, now in (*_access_pairs(sides, ends), *_ssh_pairs(sides, ends)):
        if was is None or now is None or _text(was.node, texts[0]) == _text(now.node, texts[1]):
            continue
        edit = edit_of(
            entry_of(rule_label(was), was.node, texts[0]), entry_of(rule_label(now), now.node, texts[1])
        )
        if edit.words:
            yield edit


def _access_pairs(sides: Sides, ends: Ends | None) -> Iterator[tuple[_Rule | None, _Rule | None]]:
    """Yield the access rules that became others, but for most of those that are written alike."""
    old, new = sides.old, sides.new
    alike = _alike(old.policy.grants or (), new.policy.grants or (), ends)
    borders = len(old.policy.grants or ()), len(new.policy.grants or ())
    acls = _alike(old.policy.acls or (), new.policy.acls or (), ends)
    alike.update((borders[0] + i, borders[1] + j) for i, j in acls.items())
    for i, j in _others(sides.became, alike):
        yield old.access.rules[i], new.access.rules[j]


def _ssh_pairs(sides: Sides, ends: Ends | None) -> Iterator[tuple[_Rule, _Rule]]:
    """Yield the SSH rules that became others, but for most of those that are written alike."""
    old, new = (version.policy.ssh for version in sides.versions)
    for i, j in _others(sides.ssh_became, _alike(old, new, ends)):
        yield old[i], new[j]


def _alike(old: Sequence[_Rule], new: Sequence[_Rule], ends: Ends | None) -> dict[int, int]:
    """Return the numbers of rules of a section that stand in what two texts share: nearly all."""
    if ends is None:
        return {}
    first, last = unchanged_rules(old, new, ends)
    tails = range(len(old) - last, len(old)), range(len(new) - last, len(new))
    return {**dict(zip(range(first), range(first), strict=True)), **dict(zip(*tails, strict=True))}


def _others(became: dict[int, int], alike: dict[int, int]) -> list[tuple[int, int]]:
    """Return, in the order of the old version, the pairs that are not written alike."""
    return sorted([(i, j) for i, j in became.items() if alike.get(i) != j])


def _of_holdings(sides: Sides) -> Iterator[Edit]:
    for old, new in zip(*(_sections(version.policy) for version in sides.versions), strict=True):
        became = paired(old, new)
        edits = (edit_of(old[i], new[j]) for i, j in became.items() if old[i].text != new[j].text)
        yield from (edit for edit in edits if edit.words)
        taken = set(became.values())
        yield from (Edit(entry, None) for i, entry in enumerate(old) if i not in became)
        yield from (Edit(None, entry) for j, entry in enumerate(new) if j not in taken)


def _of_owners(sides: Sides) -> Iterator[Edit]:
    """Yield the tags of both versions whose owners are others; which tags came and went is always told."""
    old, new = ({tag.name.value.strip(): tag for tag in v.policy.tag_owners} for v in sides.versions)
    for name in (name for name, tag in new.items() if name in old and old[name] != tag):
        before, after = (tuple(owner.value.strip() for owner in side[name].owners) for side in (old, new))
        words = [f"+ {text}" for text in after if text not in before]
        words += [f"- {text}" for text in before if text not in after]
        if words:
            label = f'tagOwners["{name}"]'
            was, now = (Entry(label, side[name].name.span, "", ()) for side in (old, new))
            yield Edit(was, now, tuple(words))


def _order_of_pools(sides: Sides) -> Iterator[Cause]:
    """Yield an edit where entries with address pools are the same in another order: the first may count."""
    entries = [[one for one in v.policy.node_attrs if one.ip_pool] for v in sides.versions]
    old, new = ([canonical(to_python(one.node), is_ordered=True) for one in side] for side in entries)
    if old != new and sorted(old) == sorted(new):
        at = next(n for n, (was, now) in enumerate(zip(old, new, strict=True)) if was != now)
        places = [
            version.place(side[at].node.span, f"nodeAttrs[{side[at].ordinal}]")
            for version, side in zip(sides.versions, entries, strict=True)
        ]
        yield Cause("the order of the entries of nodeAttrs with an ipPool changed", *places)


def _sections(policy: Policy) -> Iterator[list[Entry]]:
    """Yield the entries of the sections that name who holds something, always in the same order."""
    text = policy.document.source.text
    approvers = policy.auto_approvers
    yield attribute_entries(policy)
    for name, lines in (("routes", approvers.routes), ("services", approvers.services)):
        yield [_approval(f'autoApprovers.{name}["{line.name.value.strip()}"]', line, text) for line in lines]
    key = approvers.exit_node_key
    yield (
        []
        if key is None
        else [Entry("autoApprovers.exitNode", key.span, _written(approvers.exit_node), approvers.exit_node)]
    )


def _written(strings: Iterable[String]) -> str:
    return json.dumps([string.value for string in strings])


def _text(node: Object, text: str) -> str:
    return text[node.span.start : node.span.end]


def _approval(label: str, line: Approval, text: str) -> Entry:
    written = text[line.name.span.start : line.node.span.end]
    return Entry(label, line.name.span, written, (line.name, *line.approvers))


def _told(rows: Iterable[Row], idle: Iterable[Cause]) -> set[tuple[int, str]]:
    """Return the labels that are named as an edit, each with its side."""
    found: set[tuple[int, str]] = set()
    for row in rows:
        places = (row.old, row.new) if row.lane in _HOLDINGS else ()
        found.update((side, place.label) for side, some in enumerate(places) for place in some)
    for cause in (*idle, *(row.cause for row in rows if row.cause is not None)):
        sides = (cause.old, cause.new)
        found.update((side, place.label) for side, place in enumerate(sides) if place is not None)
    return found
