"""Edits of definitions: what a name stands for in one version and not in the other, each as one cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.diff.model import Cause
from tailcli.policy.ipset_entries import HostName, IpSetEntry, parse_ipset_entry
from tailcli.policy.selectors import Address, GroupName, IpSetName, Name, TagName, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.diff.model import Place
    from tailcli.diff.sides import Sides, Version
    from tailcli.hujson.nodes import String

MOST_NAMED = 3

Key: TypeAlias = tuple[str, str]
"""A section and a name in it."""


class Edit(NamedTuple):
    """The causes that one definition can be: of what is gained by it, and of what is lost."""

    gaining: Cause | None
    losing: Cause | None

    def cause(self, *, gained: bool) -> Cause | None:
        """Return the cause of a gain or a loss; an edit of the other direction only where there is no own."""
        return (self.gaining or self.losing) if gained else (self.losing or self.gaining)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Both causes, each once."""
        found = (cause for cause in (self.gaining, self.losing) if cause is not None)
        return tuple(dict.fromkeys(found))


class _Entry(NamedTuple):
    """One definition of one version: its name as written and the strings of its value."""

    name: String
    values: tuple[String, ...]


class DefinitionEdits:
    """Every definition whose value differs between the two versions, by section and name."""

    __slots__ = ("_by_key", "_sides")

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._by_key: dict[Key, Edit] = {}
        if not sides.old.access.definitions.means_the_same(sides.new.access.definitions):
            for section in _SECTIONS:
                self._by_key.update(_edits(section, sides))

    def causes(self) -> Iterator[Cause]:
        """Yield the causes that all these edits can be; that tags come and go is told by their owners."""
        for (section, _), edit in self._by_key.items():
            yield from edit.causes if section != "tagOwners" else ()

    def of_selector(self, text: str) -> Edit | None:
        """Return the edit that changed what a selector stands for, if there is one."""
        selector = parse_selector(text)
        match selector:
            case GroupName(name):
                return self._by_key.get(("groups", name))
            case TagName(name):
                return self._by_key.get(("tagOwners", name))
            case IpSetName(name):
                return self._of_ipset(name, set())
            case Name(name):
                return self._by_key.get(("hosts", name))
            case Address(written):
                return self._by_key.get(("hosts", written.strip()))
            case _:
                return None

    def of_posture(self, name: str) -> Edit | None:
        """Return the edit of a posture, if there is one."""
        return self._by_key.get(("postures", name.strip()))

    def _of_ipset(self, name: str, seen: set[str]) -> Edit | None:
        """Return the edit of an IP set, or of a host or set that it is made of."""
        found = self._by_key.get(("ipsets", name))
        if found is not None or name in seen:
            return found
        seen.add(name)
        inner = (self._of_entry(text, seen) for text in self._entries(name))
        return next((edit for edit in inner if edit is not None), None)

    def _entries(self, name: str) -> list[str]:
        sets = (s for s in self._sides.new.policy.ipsets if s.name.value == name)
        return [entry.value for ipset in sets for entry in ipset.entries]

    def _of_entry(self, text: str, seen: set[str]) -> Edit | None:
        entry = parse_ipset_entry(text)
        match entry.target if isinstance(entry, IpSetEntry) else None:
            case HostName(name):
                return self._by_key.get(("hosts", name))
            case IpSetName(name):
                return self._of_ipset(name, seen)
            case _:
                return None


_SECTIONS = ("groups", "tagOwners", "hosts", "ipsets", "postures")


def _entries_of(section: str, version: Version) -> dict[str, _Entry]:
    policy = version.policy
    entries: Iterable[_Entry]
    match section:
        case "groups":
            entries = (_Entry(group.name, group.members) for group in policy.groups)
        case "tagOwners":
            entries = (_Entry(tag.name, ()) for tag in policy.tag_owners)
        case "hosts":
            entries = (_Entry(host.name, (host.address,)) for host in policy.hosts)
        case "ipsets":
            entries = (_Entry(ipset.name, ipset.entries) for ipset in policy.ipsets)
        case _:
            entries = (_Entry(posture.name, posture.assertions) for posture in policy.postures)
    return {entry.name.value: entry for entry in entries}


def _edits(section: str, sides: Sides) -> Iterator[tuple[Key, Edit]]:
    old, new = _entries_of(section, sides.old), _entries_of(section, sides.new)
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            cause = _whole(section, before, after, sides)
            yield (section, name), Edit(cause, cause)
            continue
        if section == "groups" and _has_same_members(name, sides):
            continue
        was, now = _values(before), _values(after)
        if was != now and (section == "ipsets" or set(was) != set(now)):
            yield (section, name), _edit(section, before, after, sides)


def _has_same_members(group: str, sides: Sides) -> bool:
    old, new = (version.access.definitions.groups for version in sides.versions)
    return old[group] == new[group]


def _values(entry: _Entry) -> tuple[str, ...]:
    return tuple(value.value.strip() for value in entry.values)


def _whole(section: str, before: _Entry | None, after: _Entry | None, sides: Sides) -> Cause:
    """Return the cause that is a whole definition, new or gone."""
    version, entry = (sides.old, before) if after is None else (sides.new, after)
    name = "" if entry is None else entry.name.value
    values = () if entry is None else _values(entry)
    what = "removed" if after is None else "defined"
    if section == "tagOwners":
        what = "no longer declared" if after is None else "declared"
    with_ = f": {listed(values)}" if values else ""
    place = None if entry is None else version.place(entry.name.span, label(section, name))
    return Cause(f"{name} {what}{with_}", place if after is None else None, place if after else None)


def label(section: str, name: str) -> str:
    """Return how a definition is called as a place."""
    return f'{section}["{name}"]'


def listed(values: Sequence[str]) -> str:
    """Return a few values in words, and how many more there are."""
    if len(values) <= MOST_NAMED:
        return ", ".join(values)
    return f"{', '.join(values[:MOST_NAMED])} and {len(values) - MOST_NAMED} more"


def all_of(values: Sequence[str]) -> str:
    """Return a few values as one party of a sentence, the last one behind "and"."""
    if not 1 < len(values) <= MOST_NAMED:
        return listed(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"


def _edit(section: str, before: _Entry, after: _Entry, sides: Sides) -> Edit:
    added = [value for value in after.values if value.value.strip() not in set(_values(before))]
    dropped = [value for value in before.values if value.value.strip() not in set(_values(after))]
    name = before.name.value
    at = _Places(
        sides.old.place((dropped or [before.name])[0].span, label(section, name)),
        sides.new.place((added or [after.name])[0].span, label(section, name)),
    )
    if section == "groups":
        return Edit(_moved(added, "joined", name, at), _moved(dropped, "left", name, at))
    cause = Cause(f"{name} changed: {_change(section, before, after, added, dropped)}", *at)
    return Edit(cause, cause)


class _Places(NamedTuple):
    old: Place
    new: Place


def _moved(members: Sequence[String], verb: str, group: str, at: _Places) -> Cause | None:
    if not members:
        return None
    return Cause(f"{listed([member.value.strip() for member in members])} {verb} {group}", *at)


def _change(
    section: str, before: _Entry, after: _Entry, added: Sequence[String], dropped: Sequence[String]
) -> str:
    if section == "hosts":
        return f"{', '.join(_values(before))} became {', '.join(_values(after))}"
    words = [f"+ {value.value.strip()}" for value in added] + [
        f"- {value.value.strip()}" for value in dropped
    ]
    return listed(words) if words else "other order"
