"""Agreement with recorded answers of the control plane, where they are beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RECORDED = ROOT.parent / "shared" / "captures"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded answers beside the checkout"),
]

# Each with its reason in docs/semantics.md, "Where the tool and the recordings differ".
KNOWN = {
    ("acl-c05", "wire form"),
    ("acl-k02", "wire form"),
    ("acl-sf07", "wire form"),
    ("ssh-e1", "message"),
    ("policytest-accept-fail-ip-literal-src-host-dst", "tests alone"),
    ("sshtest-host-alias-as-dst", "tests alone"),
    ("sshtest-ip-literal-src", "tests alone"),
}
# How many cases there are of each kind: a comparison that is lost must not pass for agreement.
CASES = {
    "verdict": 546,
    "message": 93,
    "filters": 453,
    "wire form": 453,
    "ssh": 72,
    "attributes": 30,
    "approved routes": 453,
    "tests": 58,
    "tests alone": 58,
}


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    script = ROOT / "scripts" / "conformance.py"
    done = subprocess.run(
        [sys.executable, str(script), str(RECORDED), "--json"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_differs_but_what_is_known(report: dict[str, Any]) -> None:
    differing = {(one["id"], one["kind"]): one["reason"] for one in report["disagreements"]}
    assert {key: reason for key, reason in differing.items() if key not in KNOWN} == {}


@pytest.mark.parametrize("kind", CASES)
def test_every_case_is_compared(report: dict[str, Any], kind: str) -> None:
    assert report["figures"]["all"][kind]["cases"] >= CASES[kind]
