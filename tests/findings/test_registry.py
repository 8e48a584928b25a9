"""Laws over the registry that need no rule to run."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tailcli.findings.registry import BY_CODE, BY_NAME, RULES, find_rule
from tailcli.findings.rule import FAMILIES, Rule
from tailcli.policy.problems import Kind


def test_codes_and_names_are_unique() -> None:
    assert len(BY_CODE) == len(BY_NAME) == len(RULES)


def test_codes_ascend() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_codes_and_names_follow_the_convention(rule: Rule) -> None:
    assert re.fullmatch(r"TP\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.family.digit == rule.code[2]


def test_a_kind_of_problem_belongs_to_one_rule() -> None:
    claimed = Counter(kind for rule in RULES for kind in rule.kinds)
    assert [kind for kind, count in claimed.items() if count > 1] == []


def test_every_kind_of_problem_is_some_rules() -> None:
    claimed = {kind for rule in RULES for kind in rule.kinds}
    assert [kind.name for kind in Kind if kind not in claimed] == []


def test_families_cover_all_digits_in_order() -> None:
    assert [family.digit for family in FAMILIES] == list("0123456789")


@pytest.mark.parametrize("word", ["TP101", "tp101", "undefined-group", "Undefined-Group"])
def test_a_rule_is_found_by_code_or_name_in_any_case(word: str) -> None:
    rule = find_rule(word)
    assert rule is not None
    assert rule.code == "TP101"


def test_no_rule_is_found_by_half_a_word() -> None:
    assert find_rule("TP1") is None
    assert find_rule("undefined") is None
