"""The proof that a fix may be written, made anew for every text that it changes."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.compare.equality import same_access
from tailcli.config.settings import FileKind
from tailcli.hujson.nodes import Array, Object
from tailcli.hujson.plain import to_python
from tailcli.policy.check import refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.hujson.nodes import Document, Value
    from tailcli.lint.context import Context


class Objection(Enum):
    """Why a fix is not made."""

    SYNTAX = "the result would have a syntax error"
    ENCODING = "the result could not be written as UTF-8"
    REFUSED = "the control plane would refuse the result"
    ACCEPTED = "the control plane refuses the file as it is, and would accept the result"
    ACCESS = "the result would not mean the same"


def objection(old: Context, new: Context, *, is_safe: bool) -> Objection | None:
    """Return what speaks against writing one text of a file over another; None if nothing does.

    A safe fix leaves access and all else that the policy says as it is, and never makes the control plane
    accept what it refuses: only a repair of the text may, which changes blanks and comments and no value. Any
    fix has to leave a file that can be read, and one that is accepted if the old one was.
    """
    if not _is_writable(new.source.text):
        return Objection.ENCODING
    if len(new.document.problems) > len(old.document.problems):
        return Objection.SYNTAX
    if is_text_repair(old.document, new.document):
        return None
    before, after = _is_refused(old), _is_refused(new)
    if after and not before:
        return Objection.REFUSED
    if not is_safe:
        return None
    if before and not after:
        return Objection.ACCEPTED
    is_part = old.settings.kind is not FileKind.WHOLE
    return None if same_access(old.policy, new.policy, fragment=is_part) else Objection.ACCESS


def _is_writable(text: str) -> bool:
    """Tell whether a text can be encoded: a lone surrogate, which JSON can spell, cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in text) if not text.isascii() else True


def _is_refused(context: Context) -> bool:
    return bool(context.document.problems) or refused(context.policy, context.options.domains)


def is_text_repair(old: Document, new: Document) -> bool:
    """Tell whether only blanks, comments and the byte order mark differ between two texts."""
    return _bare(old) == _bare(new) and same_value(old.root, new.root)


def _bare(document: Document) -> str:
    """Return a text without comments and blanks; those in strings are left out as well."""
    text, pieces, at = document.source.text.removeprefix("\ufeff"), [], 0
    shift = len(document.source.text) - len(text)
    for comment in document.comments:
        pieces.append(text[at : comment.start - shift])
        at = comment.end - shift
    pieces.append(text[at:])
    return "".join("".join(pieces).split())


def same_value(old: Value | None, new: Value | None) -> bool:
    """Tell whether two values are equal, members of one name and their order included."""
    pending = [(old, new)]
    while pending:
        one, other = pending.pop()
        if one is None or other is None or type(one) is not type(other):
            if one is not other:
                return False
            continue
        if isinstance(one, Object) and isinstance(other, Object):
            if [member.key.value for member in one.members] != [member.key.value for member in other.members]:
                return False
            pending += zip(_values(one), _values(other), strict=True)
        elif isinstance(one, Array) and isinstance(other, Array):
            if len(one.elements) != len(other.elements):
                return False
            pending += zip(one.elements, other.elements, strict=True)
        elif to_python(one) != to_python(other):
            return False
    return True


def _values(node: Object) -> Iterable[Value]:
    return (member.value for member in node.members)
