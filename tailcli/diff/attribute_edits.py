"""The edits of the entries of ``nodeAttrs``: which one became which, and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.definition_edits import listed
from tailcli.diff.entries import Edit, attribute_entries, edit_cause, edit_of, paired
from tailcli.policy.selectors import parse_selector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.diff.model import Cause, Place
    from tailcli.diff.sides import Sides


class AttributeEdits:
    """What became of each entry, asked by its label; the entries are paired when it is first asked."""

    __slots__ = ("_edits", "_sides")

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._edits: dict[bool, dict[str, Edit]] = {}

    def partner(self, label: str, *, gained: bool) -> Place | None:
        """Return where the entry stands in the other version; ``label`` is of the new one if gained."""
        edit = self._edit(label, gained=gained)
        entry, version = (edit.old, self._sides.old) if gained else (edit.new, self._sides.new)
        return None if entry is None else version.place(entry.span, entry.label)

    def cause(self, labels: Sequence[str], *, gained: bool) -> Cause | None:
        """Return the edit of some entries as one cause; None where none of them says anything else."""
        edits = [self._edit(label, gained=gained) for label in labels]
        whole = [label for label, edit in zip(labels, edits, strict=True) if not (edit.old and edit.new)]
        causes = [edit_cause(edit, self._sides) for edit in edits if edit.words]
        texts = [f"{listed(whole)} {'added' if gained else 'removed'}"] if whole else []
        texts += [cause.text for cause in causes]
        if not texts:
            return None
        first = next(edit for edit in edits if edit.words or not (edit.old and edit.new))
        return edit_cause(first, self._sides)._replace(text="; ".join(texts))

    def _edit(self, label: str, *, gained: bool) -> Edit:
        if not self._edits:
            self._edits = _edits(self._sides)
        return self._edits[gained][label]


_MORE, _LESS = "+ target ", "- target "


def _without_spellings(edit: Edit) -> Edit:
    """Leave out a target that is only written in another way."""
    meant = [
        {parse_selector(word.removeprefix(sign)) for word in edit.words if word.startswith(sign)}
        for sign in (_MORE, _LESS)
    ]
    same = meant[0] & meant[1]
    kept = (
        word
        for word in edit.words
        if not word.startswith((_MORE, _LESS)) or parse_selector(word[len(_MORE) :]) not in same
    )
    return edit._replace(words=tuple(kept)) if same else edit


def _edits(sides: Sides) -> dict[bool, dict[str, Edit]]:
    """Return the edits by the labels of the new version (True) and by those of the old one (False)."""
    old, new = (attribute_entries(version.policy) for version in sides.versions)
    edits = [_without_spellings(edit_of(old[i], new[j])) for i, j in paired(old, new).items()]
    before = {edit.old.label: edit for edit in edits if edit.old is not None}
    after = {edit.new.label: edit for edit in edits if edit.new is not None}
    return {
        True: {entry.label: after.get(entry.label, Edit(None, entry)) for entry in new},
        False: {entry.label: before.get(entry.label, Edit(entry, None)) for entry in old},
    }
