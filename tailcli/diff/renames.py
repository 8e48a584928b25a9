"""Names that changed and nothing else: a group, a tag, a host, an IP set or a posture under another name.

A rename is taken for one only where it explains everything: the value is the same, the old name is gone, the
new one was not there, and each use of the old name is a use of the new one. Then the old version is read with
the new name, so that nobody seems to lose or gain anything.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from tailcli.diff.model import Cause, Change, Effect, Lane, Place, Row
from tailcli.hujson.nodes import Array, Member, Object, String
from tailcli.policy.decode import decode
from tailcli.policy.model import Group, Host, IpSet, Posture, TagDefinition
from tailcli.policy.references import NameKind, index
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.hujson.nodes import Value
    from tailcli.policy.model import Policy
    from tailcli.policy.references import References, Use

RETAGGED = "devices that carry the old tag keep it until they are tagged anew"


class Rename(NamedTuple):
    """One name that became another: where it is defined on each side."""

    kind: NameKind
    old: str
    new: str
    was: Place
    now: Place


class Renamed(NamedTuple):
    """The old version in the words of the new one, and what was renamed for that."""

    old: Policy
    renames: tuple[Rename, ...]


def unify(old: Policy, new: Policy) -> Renamed:
    """Return the old version with the names that only changed their spelling in that of the new one."""
    renames: list[Rename] = []
    for _ in _KINDS:  # one name may be part of the value of another
        found = _renames(old, new)
        if not found:
            break
        old = _rewritten(old, found)
        renames += found
    return Renamed(old, tuple(renames))


def _renames(old: Policy, new: Policy) -> list[Rename]:
    candidates = _unambiguous(list(_candidates(old, new)))
    if not candidates:
        return []
    before, after = index(old), index(new)
    return [
        Rename(kind, name, other, _place(old, before, kind, name), _place(new, after, kind, other))
        for kind, name, other in candidates
        if _explains(kind, name, other, before, after)
    ]


def rename_cause(rename: Rename) -> Cause:
    """Return a rename as an edit."""
    return Cause(f"{rename.old} renamed to {rename.new}", rename.was, rename.now)


def rename_rows(renames: tuple[Rename, ...]) -> list[Row]:
    """Return a row for each tag that was renamed: unlike other names a tag lives outside the file too."""
    return [
        Row(
            lane=Lane.TAG_OWNERS,
            change=Change.CHANGED,
            effect=Effect.NONE,
            sources=(),
            destinations=(),
            rights=(f"{rename.old} is called {rename.new} now",),
            old=(rename.was,),
            new=(rename.now,),
            cause=rename_cause(rename),
            notes=(RETAGGED,),
        )
        for rename in renames
        if rename.kind is NameKind.TAG
    ]


_KINDS = (NameKind.GROUP, NameKind.TAG, NameKind.HOST, NameKind.IPSET, NameKind.POSTURE)


_Definition: TypeAlias = "Group | TagDefinition | Host | IpSet | Posture"


def _defined(policy: Policy, kind: NameKind) -> dict[str, _Definition]:
    """Return the definitions of a kind by name."""
    every: dict[NameKind, tuple[_Definition, ...]] = {
        NameKind.GROUP: policy.groups,
        NameKind.TAG: policy.tag_owners,
        NameKind.HOST: policy.hosts,
        NameKind.IPSET: policy.ipsets,
        NameKind.POSTURE: policy.postures,
    }
    return {one.name.value: one for one in every[kind]}


def _value(definition: _Definition) -> object:
    """Return what a name stands for, so that equal values mean the same."""
    match definition:
        case Group():
            return frozenset(member.value.strip() for member in definition.members)
        case TagDefinition():
            return frozenset(owner.value.strip() for owner in definition.owners)
        case Host():
            return definition.address.value.strip()
        case IpSet():
            return tuple(entry.value.strip() for entry in definition.entries)
        case Posture():
            return frozenset(assertion.value.strip() for assertion in definition.assertions)


def _candidates(old: Policy, new: Policy) -> Iterator[tuple[NameKind, str, str]]:
    for kind in _KINDS:
        before, after = _defined(old, kind), _defined(new, kind)
        gone = {name: _value(one) for name, one in before.items() if name not in after}
        came = {name: _value(one) for name, one in after.items() if name not in before}
        yield from (
            (kind, a, b)
            for a, value in gone.items()
            for b, other in came.items()
            if _alike(kind, value, a, other, b)
        )


def _alike(kind: NameKind, value: object, name: str, other: object, renamed: str) -> bool:
    if kind is NameKind.TAG and isinstance(value, frozenset):
        return frozenset(renamed if owner == name else owner for owner in value) == other
    return value == other


def _unambiguous(candidates: list[tuple[NameKind, str, str]]) -> list[tuple[NameKind, str, str]]:
    """Leave out names for which there is more than one candidate: nothing says which became which."""
    old = Counter((kind, name) for kind, name, _ in candidates)
    new = Counter((kind, name) for kind, _, name in candidates)
    return [c for c in candidates if old[c[0], c[1]] == 1 and new[c[0], c[2]] == 1]


def _explains(kind: NameKind, name: str, other: str, before: References, after: References) -> bool:
    """Tell whether every use of the old name became a use of the new one, and there was none before.

    A key with white space around its name is left alone: what it defines, if anything, is another matter.
    """
    if not (_is_defined(before, kind, name) and _is_defined(after, kind, other)):
        return False
    if other in before.of(kind).uses or name in after.of(kind).uses:
        return False
    return _uses(before, kind, name) == _uses(after, kind, other)


def _is_defined(names: References, kind: NameKind, name: str) -> bool:
    node = names.of(kind).definitions.get(name)
    return node is not None and node.value == name


def _uses(names: References, kind: NameKind, name: str) -> Counter[tuple[str, str, str, str]]:
    """Return where a name is used, by what stands around it."""
    return Counter(
        (use.place.section, use.place.field, use.node.value[: use.start], use.node.value[use.end :])
        for use in names.of(kind).uses.get(name, ())
    )


def _place(policy: Policy, names: References, kind: NameKind, name: str) -> Place:
    node = names.of(kind).definitions[name]
    source = policy.document.source
    line, column = source.position(node.start)
    return Place(source.name, line, column, name, line)


def _rewritten(old: Policy, renames: list[Rename]) -> Policy:
    """Return the policy with other words at the places of the names; every span stays as it is."""
    names = index(old)
    changed: dict[int, str] = {}
    for rename in renames:
        changed[names.of(rename.kind).definitions[rename.old].start] = rename.new
        uses = sorted(names.of(rename.kind).uses.get(rename.old, ()), key=lambda use: -use.start)
        for use in uses:
            changed[use.node.start] = _replaced(changed.get(use.node.start, use.node.value), use, rename.new)
    root = old.document.root
    return old if root is None else decode(old.document._replace(root=_with(root, changed)))


def _replaced(text: str, use: Use, name: str) -> str:
    return text[: use.start] + name + text[use.end :]


def _with(value: Value, changed: Mapping[int, str]) -> Value:
    """Return a tree with other texts in the strings that start at the given places."""
    match value:
        case String():
            return _string(value, changed)
        case Array():
            return value._replace(elements=tuple(_with(element, changed) for element in value.elements))
        case Object():
            members = (Member(_string(m.key, changed), _with(m.value, changed)) for m in value.members)
            return value._replace(members=tuple(members))
        case _:
            return value


def _string(node: String, changed: Mapping[int, str]) -> String:
    text = changed.get(node.start)
    return node if text is None else node._replace(value=text)
