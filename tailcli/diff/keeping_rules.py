"""By which rules somebody keeps an access on other terms: what took the old terms away may not be all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.definition_edits import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Row
    from tailcli.diff.sides import Version


def kept_by(row: Row, rules: Sequence[int], other: Version, causes: Causes, *, gained: bool) -> Row:
    """Return a row on other terms with the rules by which it is kept, and with their edits.

    ``rules`` are those of the ``other`` version, that which has not what was ``gained``, or else lost. Where
    all of them came or went, or changed, in the same change, that is a part of the edit behind the row.
    """
    places = tuple(other.rule_place(other.access.rules[number]) for number in rules)
    row = row._replace(old=places) if gained else row._replace(new=places)
    edits = {number: causes.of_rule(number, gained=not gained) for number in rules}
    found = [edit for edit in edits.values() if edit is not None]
    if row.cause is None or not found or len(found) < len(edits) or row.cause in found:
        return row
    text = f"{row.cause.text}; {listed([edit.text for edit in found])}"
    old, new = (found[0].old, row.cause.new) if gained else (row.cause.old, found[0].new)
    cause = row.cause._replace(text=text, old=old or row.cause.old, new=new or row.cause.new)
    return row._replace(cause=causes.consists_of(cause, [row.cause, *found]))
