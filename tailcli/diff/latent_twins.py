"""What the approval of two routes lets somebody reach, told once where only the address family differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.diff.definition_edits import listed
from tailcli.diff.family_twins import is_the_other_family
from tailcli.diff.model import Cause, Lane
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.naming import Party
    from tailcli.diff.drafts import Draft

_HAVING, _APPROVED = "having ", " approved"


class Step(NamedTuple):
    """What somebody could reach, use or log in to (``lane``), and by which acts in their order."""

    draft: Draft
    acts: tuple[str, ...]
    lane: Lane = Lane.NETWORK


def routes_together(steps: Iterable[Step]) -> list[Step]:
    """Tell two steps in one that differ in the family, and in the route whose approval leads to it."""
    kept: list[Step] = []
    open_: dict[object, list[int]] = {}
    for step in steps:
        key = _key(step)
        places = [] if key is None else open_.setdefault(key, [])
        place = next((at for at in places if _are_twins(kept[at], step)), None)
        if place is None:
            places.append(len(kept))
            kept.append(step)
        else:
            kept[place] = _joined(kept[place], step)
            places.remove(place)
    return kept


def _key(step: Step) -> object:
    """Return what twins have in common; None for what is no traffic by the approval of one route."""
    if step.lane is not Lane.NETWORK or len(step.acts) != 1 or not step.acts[0].startswith(_HAVING):
        return None
    draft = step.draft
    return _said(draft.sources), _said(draft.destinations), draft.pieces[0].alternative, draft.besides


def _said(parties: Iterable[Party]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((party.text, party.exceptions) for party in parties)


def _are_twins(left: Step, right: Step) -> bool:
    first, second = left.draft.rights, right.draft.rights
    has_causes = left.draft.cause is not None and right.draft.cause is not None
    return has_causes and (is_the_other_family(first, second) or is_the_other_family(second, first))


def _joined(left: Step, right: Step) -> Step:
    routes = [step.acts[0].removeprefix(_HAVING).removesuffix(_APPROVED) for step in (left, right)]
    draft = left.draft.joined_with(right.draft)
    return Step(
        draft._replace(cause=_of_both(left.draft.cause, right.draft.cause)),
        (f"{_HAVING}{' or '.join(routes)}{_APPROVED}",),
    )


def _of_both(left: Cause | None, right: Cause | None) -> Cause | None:
    if left is None or right is None or left == right:
        return left or right
    labels = [_label(cause) for cause in (left, right)]
    done = {cause.text.removeprefix(label) for cause, label in zip((left, right), labels, strict=True)}
    text = f"{listed(labels)}{done.pop()}" if len(done) == 1 and all(labels) else f"{left.text}; {right.text}"
    return Cause(text, left.old, left.new)


def _label(cause: Cause) -> str:
    labels = (place.label for place in (cause.new, cause.old) if place is not None)
    return next((label for label in labels if cause.text.startswith(label)), "")
