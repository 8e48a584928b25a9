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
RIGHTS = (["*"], ["tcp:1-60000"], ["1-9000"], ["icmp:*", "udp:*"], ["443"])
PARTS = (["tcp:1-30000"], ["tcp:30001-60000"], ["udp:*"], ["tcp:443"], ["icmp:*"])


@st.composite
def broadened(draw: st.DrawFn) -> tuple[Json, Json]:
    """A pair of policies; one of them got a broad rule more besides its edits, in front or behind.

    Some of what it opens is often open in both, in parts.
    """
    both = draw(st.lists(_rules(PARTS), max_size=4))
    old, new = ({**one, "grants": [*one.get("grants", []), *both]} for one in draw(pairs(most=2)))
    new["grants"].insert(draw(st.sampled_from([0, len(new["grants"])])), draw(_rules(RIGHTS)))
    return (old, new) if draw(st.booleans()) else (new, old)


def _rules(rights: Sequence[list[str]]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"src": _one(SOURCES), "dst": _one(DESTINATIONS), "ip": _one(rights)})


def _one(choices: Sequence[list[str]]) -> st.SearchStrategy[list[str]]:
    return st.sampled_from(choices)
