"""Strategy: policies of which one has a broad rule more, which opens most of what the others leave shut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.oracle.edits import pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]

SOURCES = (["*"], ["autogroup:member"], ["autogroup:member", "tag:web"], ["100.64.0.0/10", "tag:db"])
DESTINATIONS = (["*"], ["autogroup:tagged", "autogroup:member"], ["10.0.0.0/8", "tag:web"], ["tag:db", "*"])
RIGHTS = (["*"], ["tcp:*"], ["1-9000"], ["icmp:*", "udp:*"], ["443"])


@st.composite
def broadened(draw: st.DrawFn) -> tuple[Json, Json]:
    """A pair of policies; one of them got a broad rule more besides its edits, in front or behind."""
    old, new = draw(pairs(most=2))
    broad = {"src": draw(_one(SOURCES)), "dst": draw(_one(DESTINATIONS)), "ip": draw(_one(RIGHTS))}
    changed = {**new, "grants": [*new.get("grants", []), broad]}
    if draw(st.booleans()):
        changed["grants"].insert(0, changed["grants"].pop())
    return (old, changed) if draw(st.booleans()) else (changed, old)


def _one(choices: Sequence[list[str]]) -> st.SearchStrategy[list[str]]:
    return st.sampled_from(choices)
