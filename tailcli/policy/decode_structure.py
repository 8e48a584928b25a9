"""Comparing a policy's tree with the field tables: every fault of structure, at its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypedDict

from tailcli.hujson.nodes import Array, Invalid, Null, Object, String
from tailcli.policy.decode_messages import (
    Wording,
    bad_entry_key,
    bad_value,
    entry_of,
    field_of,
    free_fields,
    meant_by,
    missing_field,
    mixed_fields,
    not_an_object,
    place,
    quoted,
    unknown_field,
    wrong_type,
)
from tailcli.policy.depth import MAX_DEPTH, deeper_than
from tailcli.policy.faults import quote
from tailcli.policy.fields import POLICY, STRINGS, Either, ListOf, MapOf, Record, Scalar
from tailcli.policy.members import field_members, map_members
from tailcli.policy.problems import Kind, Problem
from tailcli.policy.scalars import fits, is_misread
from tailcli.source.text import Span

if TYPE_CHECKING:
    from typing import Unpack

    from tailcli.hujson.nodes import Member, Value
    from tailcli.policy.decode_messages import Path
    from tailcli.policy.fields import Field, Shape

    class Advice(TypedDict, total=False):
        """What a problem says beside its message."""

        server: str | None
        related: tuple[tuple[Span, str], ...]


_NOTHING: frozenset[str] = frozenset()
_ONLY_STRINGS = frozenset({String})


def _is_plain(value: Value, shape: Shape) -> bool:
    """Whether this is a list of strings that should be one: by far the most frequent value."""
    return shape is STRINGS and type(value) is Array and _ONLY_STRINGS.issuperset(map(type, value.elements))


class StructureCheck:
    """Walks a tree along the tables, no deeper than they go, and collects what does not fit.

    ``misread`` holds the places where the parser has reported a fault already.

    Attributes:
        problems: the faults in the order in which they were met.
        too_deep: whether some value is nested deeper than is read (see :mod:`tailcli.policy.depth`).
    """

    def __init__(self, misread: frozenset[int] = frozenset()) -> None:
        self._misread = misread
        self.problems: list[Problem] = []
        self.too_deep = False

    def policy(self, root: Value) -> None:
        """Check a whole file."""
        if isinstance(root, Object):
            self._record(root, POLICY, None, 0)
        elif not isinstance(root, Invalid):
            self._report(Kind.NOT_AN_OBJECT, root.span, not_an_object(root))
            self._measure(root, 0)

    def _report(self, kind: Kind, span: Span, wording: Wording, **advice: Unpack[Advice]) -> None:
        message, hint, allowed = wording
        self.problems.append(Problem(kind, span, message, hint=hint, allowed=allowed, **advice))

    def _measure(self, value: Value, depth: int) -> None:
        self.too_deep = self.too_deep or deeper_than(value, MAX_DEPTH - depth)

    def _value(self, value: Value, shape: Shape, path: Path, depth: int) -> None:
        if isinstance(shape, Either) and isinstance(value, Object | Array):
            shape = shape.record if isinstance(value, Object) else shape.array
        match value, shape:
            case Invalid(), _:
                pass
            case Array(), ListOf():
                self._list(value, shape, path, depth)
            case Object(), MapOf():
                self._map(value, shape, path, depth)
            case Object(), Record():
                self._record(value, shape, path, depth)
            case _, Scalar.ANYTHING:
                self._free(value, path, depth)
            case _, Scalar() if fits(value, shape):
                pass
            case _:
                self._wrong_type(value, shape, path, depth)

    def _list(self, node: Array, shape: ListOf, path: Path, depth: int) -> None:
        for index, element in enumerate(node.elements):
            self._value(element, shape.item, entry_of(path, index), depth + 1)

    def _map(self, node: Object, shape: MapOf, path: Path, depth: int) -> None:
        self._duplicate_entries(node, path)
        for member in map_members(node):
            name = member.key.value
            if shape.pattern is not None and re.search(shape.pattern, name) is None:
                self._report(Kind.BAD_VALUE, member.key.span, bad_entry_key(path, name, shape))
            if _is_plain(member.value, shape.item):
                continue
            if type(member.value) is not Null or isinstance(shape.item, Scalar):
                self._value(member.value, shape.item, entry_of(path, name), depth + 1)

    def _record(self, node: Object, record: Record, path: Path, depth: int) -> None:
        members = field_members(node, record)
        as_written = len(members) == len(node.members)
        for name, member in members.items():
            as_written = as_written and member.key.value == name
            field = record.named(name)
            if not _is_plain(member.value, field.shape):
                self._value(member.value, field.shape, field_of(path, name), depth + 1)
            if field.legacy_of in members:
                self._mixed(member, members[field.legacy_of], path)
            if field.closed:
                self._closed(member.value, field, path)
        meant = _NOTHING if as_written else self._keys(node, record, path, depth)
        for field in record.required:
            if field.name in members or field.name in meant:
                continue
            if members.keys().isdisjoint(record.spellings(field.name)):
                self._missing(node, field, path)

    def _keys(self, node: Object, record: Record, path: Path, depth: int) -> frozenset[str]:
        """Check the keys of a record; return the fields that the unknown ones are probably meant for."""
        taken: dict[str, Member] = {}
        unknown: list[Member] = []
        for member in node.members:
            field = record.field(member.key.value)
            if field is None:
                unknown.append(member)
                continue
            self._key_case(member.key, field)
            if field.name in taken:
                self._duplicate(member.key, taken[field.name].key, place(field_of(path, field.name)))
            taken.setdefault(field.name, member)
        free = free_fields(record, taken)
        for member in unknown:
            self._unknown(member, unknown_field(path, member.key.value, record, free), depth)
        guesses = (meant_by(member.key.value, record, free) for member in unknown)
        return frozenset(guess for guess in guesses if guess is not None)

    def _key_case(self, key: String, field: Field) -> None:
        if key.value != field.name:
            message = f"The key {quoted(key.value)} is spelt {quoted(field.name)}."
            self._report(Kind.KEY_CASE, key.span, Wording(message, allowed=(field.name,)))

    def _duplicate(self, key: String, first: String, where: str) -> None:
        wording = Wording(f"{where} is given more than once; the last one counts.")
        self._report(Kind.DUPLICATE_KEY, key.span, wording, related=((first.span, "first given here"),))

    def _duplicate_entries(self, node: Object, path: Path) -> None:
        first: dict[str, Member] = {}
        for member in node.members:
            name = member.key.value
            if first.setdefault(name, member) is not member:
                self._duplicate(member.key, first[name].key, place(entry_of(path, name)))

    def _unknown(self, member: Member, wording: Wording, depth: int) -> None:
        key = member.key
        server = f"json: unknown field {quote(key.value)}"
        self._report(Kind.UNKNOWN_FIELD, key.span, wording, server=server)
        self._measure(member.value, depth + 1)

    def _wrong_type(self, value: Value, shape: Shape, path: Path, depth: int) -> None:
        if not is_misread(value, shape, self._misread):
            self._report(Kind.WRONG_TYPE, value.span, wrong_type(path, value, shape))
            self._measure(value, depth)

    def _mixed(self, legacy: Member, current: Member, path: Path) -> None:
        wording = mixed_fields(path, current.key.value, legacy.key.value)
        related = ((current.key.span, "the current spelling"),)
        self._report(Kind.MIXED_LEGACY_FIELDS, legacy.key.span, wording, related=related)

    def _closed(self, value: Value, field: Field, path: Path) -> None:
        if isinstance(value, String) and value.value not in field.values:
            self._report(Kind.BAD_VALUE, value.span, bad_value(field_of(path, field.name), value, field))

    def _missing(self, node: Object, field: Field, path: Path) -> None:
        brace = Span(node.start, node.start + 1)
        self._report(Kind.MISSING_FIELD, brace, missing_field(path, field), server=field.refusal)

    def _free(self, value: Value, path: Path, depth: int) -> None:
        """Look for duplicate names in a value of any shape."""
        if not isinstance(value, Object | Array):
            return
        if deeper_than(value, MAX_DEPTH - depth):
            self.too_deep = True
        elif isinstance(value, Object):
            self._duplicate_entries(value, path)
            for member in map_members(value):
                self._free(member.value, entry_of(path, member.key.value), depth + 1)
        else:
            for index, element in enumerate(value.elements):
                self._free(element, entry_of(path, index), depth + 1)
