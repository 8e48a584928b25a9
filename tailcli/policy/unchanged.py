"""What two versions of a file have in common, told from their texts: sections, and rules of a section."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, TypeAlias

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.policy.model import AclRule, Grant, Policy, Section, SshRule
    from tailcli.source.ends import Ends

    Rule: TypeAlias = Grant | AclRule | SshRule


class Unchanged(NamedTuple):
    """So many of the first rules and of the last rules of a section are the same, character by character."""

    first: int
    last: int


def unchanged_rules(old: Sequence[Rule], new: Sequence[Rule], ends: Ends) -> Unchanged:
    """Return how many rules of a section lie in the ends that the texts of two versions share.

    Such rules say the same: how a text is read depends on nothing that comes behind it, and what stands from
    the brace of one rule to that of another on nothing before. Where the shared end holds a rule that one
    version reads as a comment, none counts. Both versions must be what their texts say.
    """
    first = _first(old, new, ends)
    return Unchanged(first, _last(old[first:], new[first:], ends))


def changed_sections(old: Policy, new: Policy, ends: Ends) -> tuple[Section, ...]:
    """Return the sections of the new version but for those that lie in the ends that the texts share."""
    known = {(one.name, one.key.start, one.value.end) for one in old.sections}
    return tuple(one for one in new.sections if not _is_known(one, ends, known))


def _is_known(section: Section, ends: Ends, known: set[tuple[str, int, int]]) -> bool:
    name, start, end = section.name, section.key.start, section.value.end
    if end <= ends.head:
        return (name, start, end) in known
    return start >= ends.new_tail and (name, start - ends.shift, end - ends.shift) in known


def _first(old: Sequence[Rule], new: Sequence[Rule], ends: Ends) -> int:
    count = bisect_right(new, ends.head, key=_end)
    if not 0 < count <= len(old):
        return 0
    return count if _end(old[count - 1]) == _end(new[count - 1]) else 0


def _last(old: Sequence[Rule], new: Sequence[Rule], ends: Ends) -> int:
    count = len(new) - bisect_left(new, ends.new_tail, key=_start)
    if not 0 < count <= len(old):
        return 0
    return count if _start(old[-count]) + ends.shift == _start(new[-count]) else 0


def _start(rule: Rule) -> int:
    return rule.node.start


def _end(rule: Rule) -> int:
    return rule.node.end
