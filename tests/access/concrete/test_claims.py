"""Every claim of docs/semantics.md about what nodes are given, by the fixtures that pin it."""

from __future__ import annotations

import pytest

from tests.access.concrete.tailnet import FOLDER, Fixture, answers, compiled, expected, read

LANES = ("filters", "ssh", "attributes", "routes")
FILES = (
    "selectors.json",
    "packet-filters.json",
    "capabilities.json",
    "via.json",
    "ssh-wire.json",
    "node-attributes.json",
    "approvals.json",
    "postures.json",
)
FIXTURES = [fixture for name in FILES for fixture in read(name)]


@pytest.mark.parametrize("fixture", FIXTURES, ids=[fixture["claim"] for fixture in FIXTURES])
def test_claim(fixture: Fixture) -> None:
    result = compiled(fixture)
    checked = 0
    for lane in LANES:
        if lane not in fixture:
            continue
        wanted = expected(fixture, lane)
        found = answers(result, lane)
        assert {name: found.get(name) for name in wanted} == wanted
        checked += len(wanted)
    assert checked
    if "unknown" in fixture:
        doubtful = [
            node.device.name for gap in result.gaps for node in result.roster.of(gap.nodes) if gap.nodes
        ]
        assert doubtful == fixture["unknown"]


def test_every_fixture_file_is_run() -> None:
    data = {"tailnet.json", "definitions.json"}
    named = {path.name for path in FOLDER.glob("*.json") if _has_nodes(path.name)}
    assert named - data == set(FILES)


def _has_nodes(name: str) -> bool:
    """Whether a file holds fixtures of this kind; other tests have files of their own beside these."""
    content = read(name)
    return isinstance(content, list) and any(lane in fixture for fixture in content for lane in LANES)
