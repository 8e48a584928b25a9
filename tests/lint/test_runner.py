"""The runner: which rules run, what is skipped and why, and in which order findings come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.config.enabling import enabled
from tailcli.config.settings import FileKind, Settings
from tailcli.findings.model import Finding, Persona, Severity
from tailcli.findings.registry import LINT_RULES
from tailcli.findings.rule import Rule, Stage
from tailcli.lint.context import Context
from tailcli.lint.selection import Skipped, SkipReason, runnable

if TYPE_CHECKING:
    from tailcli.lint.runner import LintResult

TEXT = """{
  "Groups": {"group:dev": ["alice@example.com"]},
  "acls": [{"action": "accept", "src": ["group:devs"], "dest": ["*:*"]}],
}
"""
BROKEN = '{"acls": [{"dest": [1]}, "src": ["group:x"]'


def lint(text: str, **settings: object) -> LintResult:
    return api.lint(text, settings=Settings()._replace(**settings))


def codes(result: LintResult) -> list[str]:
    return [finding.code for finding in result.findings]


def only(result: LintResult, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def test_findings_come_in_the_order_of_the_text() -> None:
    result = lint(TEXT, select=("TP0", "TP101"))
    assert codes(result) == ["TP014", "TP101", "TP020"]
    places = [finding.report.span.start for finding in result.findings]
    assert places == sorted(places)


def test_a_finding_takes_its_severity_from_the_registry_or_the_settings() -> None:
    assert only(lint(TEXT), "TP014")[0].severity is Severity.INFO
    louder = lint(TEXT, severities={"TP014": Severity.ERROR})
    assert only(louder, "TP014")[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("TP014",), (), {"TP014"}),
        (("tp014", "undefined-group"), (), {"TP014", "TP101"}),
        (("TP0", "TP101"), ("key-case",), {"TP020", "TP101"}),
        (("TP0",), ("TP",), set()),
    ],
)
def test_select_and_ignore(select: tuple[str, ...], ignore: tuple[str, ...], expected: set[str]) -> None:
    assert set(codes(lint(TEXT, select=select, ignore=ignore))) == expected


def test_after_a_syntax_error_only_rules_about_values_run() -> None:
    result = lint(BROKEN)
    stages = {rule.code: rule.stage for rule in LINT_RULES}
    assert {stages[code] for code in codes(result)} == {Stage.VALUES}
    assert "TP001" in codes(result)
    skipped = dict(result.skipped)
    own = (Stage.VALUES, Stage.FINDINGS)
    assert set(skipped[SkipReason.SYNTAX_ERRORS]) == {
        rule.code for rule in LINT_RULES if rule.stage not in own and rule.persona is Persona.DEFAULT
    }


def test_a_fragment_is_not_asked_for_what_others_define() -> None:
    result = lint(TEXT, kind=FileKind.FRAGMENT)
    assert "TP101" not in codes(result)
    assert "TP101" in dict(result.skipped)[SkipReason.FRAGMENT]


def test_in_a_template_nothing_is_said_of_what_is_to_be_filled_in() -> None:
    text = '{"${name}": 1, "Groups": {"group:dev": ["${login}"]}, "nope": {}}'
    found = lint(text, kind=FileKind.TEMPLATE)
    assert [(finding.code, finding.report.span.start) for finding in found.findings] == [
        ("TP014", text.index('"Groups"')),
        ("TP020", text.index('"nope"')),
    ]
    assert SkipReason.TEMPLATE in dict(found.skipped)
    filled_in = lint(text.replace("$", ""), kind=FileKind.TEMPLATE)
    assert filled_in.skipped == lint(text.replace("$", "")).skipped


@pytest.mark.parametrize(
    ("text", "is_left_alone"),
    [
        ('{"groups": {"group:dev": ["${login}"]}, "grants": []}', True),
        ('{"groups": {"group:dev": []}, "nodeAttrs": [{"target": ["*"], "attr": ["nextdns:${id}"]}]}', False),
        ('{"tagOwners": {"tag:web": ["group:web"]}}', True),
        ('{"tagOwners": {"tag:web": ["group:web"]}, "grants": []}', False),
        ('{"tagOwners": {"tag:web": []}}', False),
    ],
    ids=["login to fill in", "attribute to fill in", "only definitions", "with rules", "nothing open"],
)
def test_names_and_access_of_a_part_are_left_alone(text: str, *, is_left_alone: bool) -> None:
    result = lint(text)
    assert ("TP102" in {code for skipped in result.skipped for code in skipped.codes}) == is_left_alone
    assert ("TP190" in codes(result)) == (is_left_alone or "${" in text)


def made_up(stage: Stage, persona: Persona = Persona.DEFAULT) -> Rule:
    return Rule("TP990", "made-up", Severity.INFO, stage, persona)


@pytest.mark.parametrize(
    ("stage", "reason"),
    [(Stage.CHANGE, SkipReason.NO_BASE), (Stage.INVENTORY, SkipReason.NO_INVENTORY)],
)
def test_a_rule_without_what_it_needs_is_skipped_with_the_reason(stage: Stage, reason: SkipReason) -> None:
    run, skipped = runnable([made_up(stage)], Context(api.load("{}")))
    assert run == ()
    assert skipped == (Skipped(reason, ("TP990",)),)


def test_a_rule_with_a_base_runs() -> None:
    context = Context(api.load("{}"), base=api.load("{}"))
    assert runnable([made_up(Stage.CHANGE)], context) == ((made_up(Stage.CHANGE),), ())


def test_personas_widen_and_naming_a_rule_overrides_them() -> None:
    rules = [made_up(Stage.VALUES, persona) for persona in Persona]
    widths = [len(enabled(rules, Settings(persona=persona))) for persona in Persona]
    assert widths == [1, 2, 3]
    assert len(enabled(rules, Settings(select=("made-up",)))) == 3


def test_work_is_shared_within_a_file() -> None:
    calls = []

    def work(context: Context) -> int:
        calls.append(context)
        return len(calls)

    context = Context(api.load("{}"))
    assert context.once(work) == context.once(work) == 1


def test_a_group_that_contains_itself_ends() -> None:
    text = '{"groups": {"group:a": ["group:a"]}, "Grants": [{"src": ["group:a"], "dst": ["*"], "ip": ["*"]}]}'
    assert "TP014" in codes(lint(text, persona=Persona.AUDITOR))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "null",
        '"x"',
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"groups": ' * 5000,
        '{"groups": {"group:' + "x" * 1_000_000 + '": []}}',
    ],
    ids=["array", "null", "string", "open", "nested", "objects", "long name"],
)
def test_hostile_text_gives_findings_and_never_an_exception(text: str) -> None:
    result = lint(text, persona=Persona.AUDITOR)
    assert result.findings or '"group:xxx' in text
