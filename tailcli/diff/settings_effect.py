"""Settings of an application that bind its users: gaining one is no plain gain, nor losing it a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import KUBERNETES
from tailcli.access.ranges import of, overlaps
from tailcli.diff.model import Effect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.permissions import Permission
    from tailcli.access.ranges import Ranges
    from tailcli.compare.subtract import Piece

_NOTHING_SET = "{}"


def effect_of_settings(
    effect: Effect, pieces: Sequence[Piece], permissions: Sequence[Permission], others: Sequence[Box]
) -> Effect:
    """Return ``effect``, or that it is both where settings change for whoever keeps access.

    A recorder and its enforcement hold sessions to something: without them more happens unseen, though
    fewer parameters are given. What each setting does to the access is not compared. ``permissions`` are
    those of both versions by their numbers, ``others`` the boxes of the other version.
    """
    settings = _numbers(permissions, _is_setting)
    if not any(overlaps(piece.rights, settings) for piece in pieces):
        return effect
    of_kubernetes = _numbers(permissions, lambda permission: permission.capability == KUBERNETES)
    kept = any(
        box.sources & piece.sources
        and box.destinations & piece.destinations
        and overlaps(box.rights, of_kubernetes)
        for piece in pieces
        for box in others
    )
    return Effect.BOTH if kept else effect


def sets_only(rights: Ranges, permissions: Sequence[Permission]) -> bool:
    """Tell whether rights hold whoever has them to something, and let nobody do anything."""
    return all(_is_setting(permissions[number]) for first, end in rights for number in range(first, end))


def keeps_all(pieces: Sequence[Piece], permissions: Sequence[Permission], others: Sequence[Box]) -> bool:
    """Tell whether all of whom some pieces tell use Kubernetes there in the other version too."""
    kept = _of_kubernetes(permissions, others)
    return all(
        any(
            not piece.sources & ~box.sources
            and not piece.destinations & ~box.destinations
            and box.alternative == piece.alternative
            for box in kept
        )
        for piece in pieces
    )


def keepers(
    pieces: Iterable[Piece], permissions: Sequence[Permission], others: Sequence[Box]
) -> tuple[int, ...]:
    """Return the other version's rules by which some of those of the pieces use Kubernetes there."""
    kept = _of_kubernetes(permissions, others)
    meeting = (
        box.rule
        for piece in pieces
        for box in kept
        if box.sources & piece.sources
        and box.destinations & piece.destinations
        and box.alternative == piece.alternative
    )
    return tuple(sorted(set(meeting)))


def _of_kubernetes(permissions: Sequence[Permission], boxes: Iterable[Box]) -> list[Box]:
    of_kubernetes = _numbers(permissions, lambda permission: permission.capability == KUBERNETES)
    return [box for box in boxes if overlaps(box.rights, of_kubernetes)]


def _is_setting(permission: Permission) -> bool:
    is_kubernetes = permission.capability == KUBERNETES
    return is_kubernetes and not permission.action and permission.object != _NOTHING_SET


def _numbers(permissions: Sequence[Permission], wanted: Callable[[Permission], bool]) -> Ranges:
    return of((number, number + 1) for number, one in enumerate(permissions) if wanted(one))
