"""A law over all rules: what their pages offer as fixes is made, proved, and final."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.config.settings import Settings
from tailcli.findings.registry import RULES
from tailcli.lint.pages import page

if TYPE_CHECKING:
    from tailcli.findings.rule import Rule

FIXED = [
    pytest.param(rule, example.text, id=f"{rule.code}-{rule.name}-{number}")
    for rule in RULES
    for number, example in enumerate(page(rule).examples)
    if example.label == "bad" and any(other.label == "fixed" for other in page(rule).examples)
]


def test_many_rules_have_fixes() -> None:
    assert len({param.values[0] for param in FIXED}) >= 30


@pytest.mark.parametrize(("rule", "text"), FIXED)
def test_no_fix_of_an_example_does_harm(rule: Rule, text: str) -> None:
    fixed = api.fix(text, settings=Settings(select=(rule.code,)), unsafe=True)
    assert [(one.finding.report.message, one.objection) for one in fixed.not_made] == []
    assert fixed.is_settled
    assert not api.fix(fixed.result.source, settings=Settings(select=(rule.code,)), unsafe=True).is_changed
