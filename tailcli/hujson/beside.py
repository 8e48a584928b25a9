"""Parsing a text beside another one that is nearly the same: only what differs is read.

Two versions of a file mostly differ inside one member of the top object. What stands before the difference is
the other version's own; what stands behind it is the same, so much farther on. That is so if what differs can
be read between two strings without a problem: then no character of it belongs to the entries around it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar, cast

from tailcli.hujson.moving import TooDeepError, moved, moved_comment, moved_member
from tailcli.hujson.nodes import Array, Document, Member, Object
from tailcli.hujson.parse import parse_text
from tailcli.source.ends import shared_ends
from tailcli.source.text import Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.hujson.nodes import Comment, Value
    from tailcli.source.ends import Ends
    from tailcli.source.text import SourceText

Entry = TypeVar("Entry")


class Beside(NamedTuple):
    """A text that was read beside another one.

    Attributes:
        document: what ``parse`` would return, without problems.
        fresh: the top object. If no more than one member differs, there is nothing in it but that; and in
            this, if it is an array, nothing but the elements that are not the other version's.
    """

    document: Document
    fresh: Object


class _Gap(NamedTuple):
    """What differs: entries of one member's value, or members of the top object, between those that do not.

    Attributes:
        number: which member of the top object it is; None where it is the top object itself.
        first: so many entries before are the same.
        last: so many behind.
        start: where the last entry before ends, in both texts.
        end: where the first one behind begins, in the new text.
        by: how much farther on that is than in the old text.
    """

    number: int | None
    first: int
    last: int
    start: int
    end: int
    by: int


class _Read(NamedTuple):
    """What was read of a gap."""

    value: Object | Array
    comments: list[Comment]


def parse_beside(source: SourceText, known: Document) -> Beside | None:
    """Return what a text holds, most of it taken from a document without problems; None where that cannot be.

    Never raises. The result shares the nodes that stand at the same place in both.
    """
    root = known.root
    if known.problems or not isinstance(root, Object):
        return None
    gap = _gap(root, shared_ends(known.source.text, source.text))
    if gap is None:
        return None
    try:
        read = _read(source.text[gap.start : gap.end], gap, root)
        return None if read is None else _spliced(source, known, root, gap, read)
    except TooDeepError:
        return None


def _gap(root: Object, ends: Ends) -> _Gap | None:
    for number, (_, value) in enumerate(root.members):
        if isinstance(value, Object | Array) and value.start < ends.head and ends.old_tail < value.end:
            return _gap_in(value, number, ends)
    is_inside = root.start < ends.head and ends.old_tail < root.end
    return _gap_in(root, None, ends) if is_inside else None


def _gap_in(value: Object | Array, number: int | None, ends: Ends) -> _Gap:
    spans = _spans(value)
    first = bisect_right(spans, ends.head, key=attrgetter("end"))
    last = len(spans) - max(first, bisect_left(spans, ends.old_tail, key=attrgetter("start")))
    start = spans[first - 1].end if first else value.start + 1
    end = spans[-last].start if last else value.end - 1
    return _Gap(number, first, last, start, end + ends.shift, ends.shift)


def _spans(value: Object | Array) -> list[Span]:
    if isinstance(value, Object):
        return [Span(key.start, inner.end) for key, inner in value.members]
    return [Span(one.start, one.end) for one in value.elements]


def _read(text: str, gap: _Gap, root: Object) -> _Read | None:
    """Read a gap by itself, between stand-ins for its neighbours; None if it has any problem."""
    container = _container(root, gap)
    stand_in, brackets = ('"":""', "{}") if isinstance(container, Object) else ('""', "[]")
    before = brackets[0] + (stand_in if gap.first else "")
    found = parse_text(before + text + (stand_in if gap.last else "") + brackets[1])
    if found.problems or not isinstance(found.root, Object | Array):
        return None
    by = gap.start - len(before)
    inner = slice(1 if gap.first else 0, -1 if gap.last else None)
    start, end = container.start, container.end + gap.by
    value: Object | Array
    if isinstance(found.root, Object):
        value = Object(start, end, tuple([moved_member(one, by) for one in found.root.members[inner]]))
    else:
        value = Array(start, end, tuple([moved(one, by) for one in found.root.elements[inner]]))
    return _Read(value, [moved_comment(one, by) for one in found.comments])


def _container(root: Object, gap: _Gap) -> Value:
    return root if gap.number is None else root.members[gap.number].value


def _spliced(source: SourceText, known: Document, root: Object, gap: _Gap, read: _Read) -> Beside:
    whole = _joined(_container(root, gap), read.value, gap)
    border = gap.end - gap.by
    comments = (
        *[one for one in known.comments if one.end <= gap.start],
        *read.comments,
        *[moved_comment(one, gap.by) for one in known.comments if one.start >= border],
    )
    if gap.number is None:
        return Beside(Document(source, whole, comments, ()), cast("Object", whole))
    key = root.members[gap.number].key
    members = (
        *root.members[: gap.number],
        Member(key, whole),
        *[moved_member(member, gap.by) for member in root.members[gap.number + 1 :]],
    )
    end = root.end + gap.by
    fresh = read.value if isinstance(read.value, Array) else whole
    return Beside(
        Document(source, Object(root.start, end, members), comments, ()),
        Object(root.start, end, (Member(key, fresh),)),
    )


def _joined(old: Value, fresh: Object | Array, gap: _Gap) -> Object | Array:
    """Return the value with the fresh entries between the old ones."""
    if isinstance(old, Object) and isinstance(fresh, Object):
        behind = [moved_member(one, gap.by) for one in _last(old.members, gap.last)]
        return fresh._replace(members=(*old.members[: gap.first], *fresh.members, *behind))
    if isinstance(old, Array) and isinstance(fresh, Array):
        following = [moved(one, gap.by) for one in _last(old.elements, gap.last)]
        return fresh._replace(elements=(*old.elements[: gap.first], *fresh.elements, *following))
    return fresh


def _last(entries: Sequence[Entry], count: int) -> Sequence[Entry]:
    return entries[len(entries) - count :]
