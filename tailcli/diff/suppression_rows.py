"""Rows for suppressions: comments that tell the linter to say nothing of a finding."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tailcli.diff.model import Change, Effect, Lane, Row

if TYPE_CHECKING:
    from tailcli.diff.model import Place
    from tailcli.diff.sides import Sides, Version

_SUPPRESSION = re.compile(r"tailcli:\s*(ignore(?:-file)?(?![\w-])(?:\[[^\]\n]*\])?)", re.IGNORECASE)


def suppression_rows(sides: Sides) -> list[Row]:
    """Return the suppressions that one version has more of than the other, by what they suppress."""
    old, new = _suppressions(sides.old), _suppressions(sides.new)
    counts = Counter({text: len(places) for text, places in new.items()})
    counts.subtract({text: len(places) for text, places in old.items()})
    return [
        _row(text, number, old.get(text, []), new.get(text, [])) for text, number in counts.items() if number
    ]


def _suppressions(version: Version) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for comment in version.policy.document.comments:
        for match in _SUPPRESSION.finditer(comment.text) if "tailcli" in comment.text else ():
            text = "".join(match[1].split())
            found.setdefault(text, []).append(version.place(comment.span, "comment"))
    return found


def _row(text: str, number: int, old: list[Place], new: list[Place]) -> Row:
    times = f" ({abs(number)} times)" if abs(number) > 1 else ""
    return Row(
        lane=Lane.SUPPRESSIONS,
        change=Change.GAINED if number > 0 else Change.LOST,
        effect=Effect.NONE,
        sources=(),
        destinations=(),
        rights=(text + times,),
        old=tuple(old),
        new=tuple(new),
        pairs=abs(number),
    )
