"""Pairs of policies that are about people's own devices: who reaches them, and by which other words too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]
ADA, BEN, CY = "ada@example.com", "ben@example.com", "cy@example.org"
GROUPS = {"group:both": [ADA, BEN], "group:one": [CY]}
SOURCES = [
    ADA,
    BEN,
    *GROUPS,
    "autogroup:member",
    "user:*@example.com",
    "autogroup:admin",
    "group:synced@example.com",
    "*",
    "tag:web",
]
DESTINATIONS = [*SOURCES, "autogroup:self", "autogroup:self", "100.64.0.0/10", "autogroup:internet"]
PORTS = [["*"], ["*"], ["22"], ["22", "tcp:80"]]


@st.composite
def grants(draw: st.DrawFn) -> Json:
    """A rule that may give people their own devices."""
    some = _few(draw, SOURCES), _few(draw, DESTINATIONS)
    rule: Json = {"src": some[0], "dst": some[1], "ip": draw(st.sampled_from(PORTS))}
    if draw(st.integers(0, 7)) == 0:
        rule["srcPosture"] = ["posture:mac"]
    return rule


def _few(draw: st.DrawFn, texts: Sequence[str]) -> list[str]:
    return draw(st.lists(st.sampled_from(texts), min_size=1, max_size=2, unique=True))


@st.composite
def about_own_devices(draw: st.DrawFn) -> tuple[Json, Json]:
    """Two policies that share some rules, and each with one or two that the other one has not."""
    shared = draw(st.lists(grants(), max_size=2))
    policy: Json = {
        "groups": GROUPS,
        "tagOwners": {"tag:web": [], "tag:db": []},
        "postures": {"posture:mac": ["node:os == 'macos'"]},
    }
    sides = [[*draw(st.lists(grants(), max_size=2)), *shared] for _ in range(2)]
    return {**policy, "grants": sides[0]}, {**policy, "grants": sides[1]}
