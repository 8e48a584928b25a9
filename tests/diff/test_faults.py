"""Checking two versions together finds what checking each of them finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from tailcli import api
from tailcli.diff.faults import faults
from tailcli.policy.check import check
from tailcli.policy.load import load
from tailcli.source.ends import shared_ends
from tailcli.source.text import SourceText
from tests.oracle.edits import pairs
from tests.policy.spliced import spliced_pairs

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem

Problems = tuple["Problem", ...]

CLEAN = {"src": ["tag:a"], "dst": ["tag:a"], "ip": ["tcp:443"]}
WRONG = {"src": ["tag:b"], "dst": ["tag:a"], "ip": ["tcp"]}


def read(sections: dict[str, Any]) -> Policy:
    return load(SourceText("p", json.dumps(sections)))


def found(old: Policy | None, new: Policy | None) -> tuple[Problems, Problems]:
    if old is None or new is None:
        return faults(old, new, None)
    return faults(old, new, shared_ends(old.document.source.text, new.document.source.text))


@settings(max_examples=40)
@given(pairs())
def test_nothing_is_lost_where_rules_stayed(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    old, new = map(read, pair)
    assert found(old, new) == (check(old), check(new))


@settings(max_examples=60)
@given(spliced_pairs())
def test_nothing_is_lost_where_a_few_characters_changed(pair: tuple[Policy, Policy]) -> None:
    old, new = pair
    assert found(old, new) == (check(old), check(new))


def test_a_new_rule_that_spells_an_autogroup_otherwise_than_the_kept_ones() -> None:
    legacy = {"src": ["autogroup:members"], "dst": ["*"], "ip": ["*"]}
    current = {**legacy, "src": ["autogroup:member"]}
    old, new = read({"grants": [legacy]}), read({"grants": [legacy, current]})
    assert found(old, new) == ((), check(new))
    assert len(check(new)) == 1


def test_a_name_that_goes_away_makes_a_kept_rule_wrong() -> None:
    old, new = read({"tagOwners": {"tag:a": []}, "grants": [CLEAN]}), read({"grants": [CLEAN]})
    assert found(old, new) == ((), check(new))
    assert len(check(new)) == 2


def test_a_rule_that_says_the_same_but_for_a_fault_is_checked() -> None:
    worse = {**CLEAN, "ip": ["tcp:443", "bogus"]}
    tags = {"tagOwners": {"tag:a": []}}
    old, new = read({**tags, "grants": [CLEAN]}), read({**tags, "grants": [worse, CLEAN]})
    assert found(old, new) == ((), check(new))
    assert len(check(new)) == 1


def test_sides_that_are_not_there_and_sides_that_were_wrong() -> None:
    wrong = read({"grants": [WRONG]})
    assert found(None, wrong) == ((), check(wrong))
    assert found(wrong, None) == (check(wrong), ())
    assert found(wrong, wrong) == (check(wrong), check(wrong))


def test_what_the_reader_of_the_file_finds_refused_is_a_refusal_too() -> None:
    whole = '{"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}]}'
    broken = whole.replace('"ip"', '"ports": [], "ip"').replace('["*"]', '["tag:x"]', 1)
    expected = ('src=tag not found: "tag:x"', 'json: unknown field "ports"')
    assert api.diff(whole, broken).new.refusals == expected
    assert api.diff(broken, whole).old.refusals == expected
    assert api.diff(whole, whole).new.refusals == ()


def test_a_kept_rule_whose_escapes_hide_how_it_spells_an_autogroup() -> None:
    legacy = '{"src": ["autogroup:member\\u0073"], "dst": ["*"], "ip": ["*"]}'
    current = '{"src": ["autogroup:member"], "dst": ["*"], "ip": ["*"]}'
    old, new = (
        load(SourceText("p", f'{{"grants": [{rules}]}}')) for rules in (legacy, f"{legacy}, {current}")
    )
    assert found(old, new) == ((), check(new))
    assert len(check(new)) == 1


def test_an_ssh_rule_that_stayed_is_as_right_as_it_was_and_a_new_one_is_checked() -> None:
    tags = {"tagOwners": {"tag:a": []}}
    rule = {"action": "accept", "src": ["a@example.com"], "dst": ["tag:a"], "users": ["root"]}
    worse = {**rule, "users": ["*"]}
    old = read({**tags, "ssh": [rule, rule]})
    for rules in ([rule, worse, rule], [worse, rule, rule], [rule, rule, worse]):
        new = read({**tags, "ssh": rules})
        assert found(old, new) == ((), check(new))
        assert len(check(new)) == 1
