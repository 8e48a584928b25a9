"""docs/semantics.md and the tests name the same claims."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.access.concrete.tailnet import FOLDER, read
from tests.access.concrete.test_claims import FIXTURES

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "semantics.md"
EVIDENCE = {"captured", "documented", "public source", "reported", "decided"}
CLAIM = re.compile(r"- \*\*(?P<id>[A-Z]+-[0-9]+)\*\* \((?P<evidence>[a-z ]+)\) (?P<text>.+)")
PIN = re.compile(r"`(?P<file>[\w/.-]+\.(?:json|py))(?:::(?P<test>\w+))?`$")


class Claim(NamedTuple):
    name: str
    evidence: str
    text: str


def claims() -> list[Claim]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    marked = [line for line in lines if line.startswith("- **")]
    found = [CLAIM.fullmatch(line) for line in marked]
    assert None not in found, [line for line, one in zip(marked, found, strict=True) if one is None]
    return [Claim(one["id"], one["evidence"], one["text"]) for one in found if one is not None]


CLAIMS = claims()


def test_identifiers_are_unique() -> None:
    assert [name for name, count in Counter(claim.name for claim in CLAIMS).items() if count > 1] == []


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim.name for claim in CLAIMS])
def test_a_claim_says_its_evidence_and_its_pin(claim: Claim) -> None:
    assert claim.evidence in EVIDENCE
    pin = PIN.search(claim.text)
    if pin is None:
        assert claim.evidence != "captured", "a captured claim is pinned by a test"
        return
    if pin["file"].endswith(".json"):
        assert claim.name in {fixture["claim"] for fixture in read(pin["file"])}
    else:
        assert f"def {pin['test']}(" in (ROOT / pin["file"]).read_text(encoding="utf-8")


def test_every_fixture_has_its_claim() -> None:
    assert {fixture["claim"] for fixture in FIXTURES} <= {claim.name for claim in CLAIMS}
    assert FOLDER.is_dir()
