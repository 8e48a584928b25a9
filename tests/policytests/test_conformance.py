"""The recorded answers of the control plane, with and without the inventory."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tailcli.inputs.inventory import read_inventory
from tailcli.policy.load import load
from tailcli.policytests.results import Status
from tailcli.policytests.run import run_tests
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.policytests.results import Run

RECORDED = Path(__file__).parents[3] / "shared" / "captures"
FAILED = "test(s) failed"
OPEN = {
    "policytest-accept-fail-ip-literal-src-host-dst": {"owner"},
    "sshtest-host-alias-as-dst": {"owner", "device"},
    "sshtest-ip-literal-src": {"owner", "device"},
}
"""What the file alone cannot decide, and the kinds of facts that are missing."""

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not beside the checkout"),
]


@cache
def cases() -> tuple[dict[str, Any], ...]:
    files = [RECORDED / f"{category}.json" for category in ("policytest", "sshtest")]
    return tuple(case for file in files for case in json.loads(file.read_text(encoding="utf-8")))


def judged(case: dict[str, Any]) -> bool:
    """Whether the verdict is about the tests: the policy itself was fine."""
    return case["verdict"]["status"] == 200 or case["verdict"]["message"] == FAILED


def run(case: dict[str, Any], *, with_inventory: bool) -> Run:
    text = json.dumps(case["inventory"])
    inventory = read_inventory([SourceText("inventory.json", text)]) if with_inventory else None
    return run_tests(load(SourceText(case["id"], case["policy"])), inventory)


def expected(case: dict[str, Any]) -> Status:
    return Status.PASS if case["verdict"]["status"] == 200 else Status.FAIL


def test_with_the_inventory_all_agree() -> None:
    wrong = [
        case["id"]
        for case in cases()
        if judged(case) and run(case, with_inventory=True).status is not expected(case)
    ]
    assert wrong == []


def test_without_it_no_answer_is_wrong_and_three_are_open() -> None:
    found: dict[str, set[str]] = {}
    for case in filter(judged, cases()):
        result = run(case, with_inventory=False)
        if result.status is Status.UNKNOWN:
            assertions = [a for entry in result.entries for a in entry.assertions]
            found[case["id"]] = {fact.kind.value for a in assertions for fact in a.missing}
        else:
            assert result.status is expected(case), case["id"]
    assert found == OPEN


def test_a_message_of_its_own_is_repeated() -> None:
    for case in cases():
        faults = [entry.fault for entry in run(case, with_inventory=False).entries if entry.fault]
        for server in (fault.server for fault in faults if fault.server):
            assert case["verdict"]["message"] == server
