"""Checking two versions together finds what checking each of them finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from tailcli.diff.faults import faults
from tailcli.policy.check import check
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle.edits import pairs

if TYPE_CHECKING:
    from tailcli.policy.model import Policy

CLEAN = {"src": ["tag:a"], "dst": ["tag:a"], "ip": ["tcp:443"]}
WRONG = {"src": ["tag:b"], "dst": ["tag:a"], "ip": ["tcp"]}


def read(sections: dict[str, Any]) -> Policy:
    return load(SourceText("p", json.dumps(sections)))


@settings(max_examples=40)
@given(pairs())
def test_nothing_is_lost_where_rules_stayed(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    old, new = map(read, pair)
    assert faults(old, new) == (check(old), check(new))


def test_a_name_that_goes_away_makes_a_kept_rule_wrong() -> None:
    old, new = read({"tagOwners": {"tag:a": []}, "grants": [CLEAN]}), read({"grants": [CLEAN]})
    assert faults(old, new) == ((), check(new))
    assert len(check(new)) == 2


def test_a_rule_that_says_the_same_but_for_a_fault_is_checked() -> None:
    worse = {**CLEAN, "ip": ["tcp:443", "bogus"]}
    tags = {"tagOwners": {"tag:a": []}}
    old, new = read({**tags, "grants": [CLEAN]}), read({**tags, "grants": [worse, CLEAN]})
    assert faults(old, new) == ((), check(new))
    assert len(check(new)) == 1


def test_sides_that_are_not_there_and_sides_that_were_wrong() -> None:
    wrong = read({"grants": [WRONG]})
    assert faults(None, wrong) == ((), check(wrong))
    assert faults(wrong, None) == (check(wrong), ())
    assert faults(wrong, wrong) == (check(wrong), check(wrong))
