"""Fixes that remove a whole entry: a rule, a definition, a string in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix
from tailcli.hujson.edit import remover
from tailcli.hujson.nodes import Array, Object

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.hujson.nodes import Value
    from tailcli.lint.context import Context
    from tailcli.source.edits import TextEdit

    _Known = dict[int, tuple[dict[int, int], Callable[[int], list[TextEdit]]]]


def section_value(context: Context, name: str) -> Value | None:
    """Return the value of a section that is present."""
    return next((section.value for section in context.policy.sections if section.name == name), None)


def removal(
    context: Context, parent: Value | None, start: int, title: str, applicability: Applicability
) -> Fix | None:
    """Return the fix that removes the item of ``parent`` that begins at ``start``, with its comments.

    None where there is no such item. Cheap for many items of one parent.
    """
    if not isinstance(parent, Object | Array):
        return None
    known = context.once(_known_parents)
    if parent.start not in known:
        known[parent.start] = (_starts(parent), remover(context.document, parent))
    indexes, remove_at = known[parent.start]
    if start not in indexes:
        return None
    return Fix(title, tuple(remove_at(indexes[start])), applicability)


def _known_parents(_context: Context) -> _Known:
    return {}


def _starts(parent: Object | Array) -> dict[int, int]:
    if isinstance(parent, Object):
        return {member.key.start: index for index, member in enumerate(parent.members)}
    return {element.start: index for index, element in enumerate(parent.elements)}
