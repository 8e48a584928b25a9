"""Laws over all rules: every one is documented, and its examples are true."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tailcli.lint.rules
from tailcli import api
from tailcli.config.reading import read_configuration
from tailcli.config.settings import Options, Settings
from tailcli.diff.gates import Evidence, find_gates
from tailcli.diff.loosening import InForce, compare_settings
from tailcli.findings.registry import LINT_RULES, RULES
from tailcli.findings.rule import Stage
from tailcli.lint.context import Context
from tailcli.lint.pages import BESIDE_LABELS, CHANGE_LABELS, HEADINGS, LABELS, REQUIRED, page
from tailcli.lint.runner import reports
from tailcli.policy.load import load
from tailcli.source import SourceText, apply_edits

if TYPE_CHECKING:
    from tailcli.config.configuration import Configuration
    from tailcli.findings.rule import Rule

ROOT = Path(tailcli.lint.rules.__path__[0])
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.name}")
every_lint_rule = pytest.mark.parametrize("rule", LINT_RULES, ids=lambda rule: f"{rule.code}-{rule.name}")
every_gate = pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.stage is Stage.CHANGE],
    ids=lambda rule: f"{rule.code}-{rule.name}",
)


# What the pages of rules that need an option show.
OPTIONS = Options(
    domains=("example.com",),
    break_glass={"group:ops": ("tag:router:22",)},
    environments={"dev": ("tag:dev",), "prod": ("tag:prod",)},
)


def configuration_of(text: str) -> Configuration:
    found = read_configuration(text)
    assert found is not None
    return found


def context_of(text: str, rule: Rule) -> Context:
    shown = [example.text for example in page(rule).examples if example.label == "settings"]
    settings = configuration_of("".join(shown)).settings._replace(options=OPTIONS)
    return Context(load(SourceText("policy.hujson", text)), settings)


def test_every_module_has_its_line_in_the_registry() -> None:
    found = {
        ".".join(("tailcli.lint.rules", *path.relative_to(ROOT).with_suffix("").parts))
        for path in ROOT.glob("*/*.py")
        if path.name != "__init__.py" and not path.name.startswith("_")
    }
    assert found == {rule.module for rule in RULES}


@every_rule
def test_the_module_holds_what_the_registry_promises(rule: Rule) -> None:
    module = import_module(rule.module)
    assert hasattr(module, "check") != (bool(rule.kinds) or rule.stage is Stage.CHANGE)
    own = [value for value in vars(module).values() if isinstance(value, type)]
    assert [cls.__name__ for cls in own if cls.__module__ == rule.module] == []


@every_rule
def test_the_page_has_the_fixed_headings(rule: Rule) -> None:
    shown = page(rule)
    titles = list(shown.sections)
    assert titles == [title for title in HEADINGS if title in titles]
    assert set(titles) >= REQUIRED
    assert all(shown.sections.values())


@every_rule
def test_the_summary_is_one_sentence(rule: Rule) -> None:
    summary = page(rule).summary
    assert summary.endswith(".")
    assert len(summary) <= 120


@every_rule
def test_the_examples_are_labelled_and_complete(rule: Rule) -> None:
    shown = page(rule)
    labels = [example.label for example in shown.examples]
    is_gate = rule.stage is Stage.CHANGE
    required = {"before", "after", "good"} if is_gate else {"bad", "good"}
    assert required <= set(labels) <= {*BESIDE_LABELS, *(CHANGE_LABELS if is_gate else LABELS)}
    assert shown.sections["Example"].count("```") == 2 * len(labels)


@every_lint_rule
def test_the_bad_examples_fire_and_the_good_do_not(rule: Rule) -> None:
    for example in page(rule).examples:
        if example.label in {"bad", "good"}:
            fired = bool(list(reports(rule, context_of(example.text, rule))))
            assert fired == (example.label == "bad"), example.text


@every_gate
def test_a_gate_fires_on_what_comes_after_and_not_on_what_is_good(rule: Rule) -> None:
    shown = {example.label: example.text for example in page(rule).examples}
    assert rule.name in _fired(shown, shown["after"])
    assert rule.name not in _fired(shown, shown["good"])


def _fired(shown: dict[str, str], after: str) -> set[str]:
    before = shown["before"]
    if not before.lstrip().startswith(("{", "//")):
        old, new = (InForce(one, one.settings) for one in map(configuration_of, (before, after)))
        evidence = Evidence(api.diff("{}", "{}"), None, None, changes=compare_settings(old, new))
    else:
        policies = [load(SourceText(name, text)) for name, text in (("old", before), ("new", after))]
        said = shown.get("announced")
        judgement = None if said is None else api.judge_change(before, after, said)
        evidence = Evidence(api.diff(*policies), policies[0], policies[1], judgement)
    found = find_gates(evidence, Settings())
    assert all(one.message.strip() and "\n" not in one.message for one in found)
    return {one.name for one in found}


@every_lint_rule
def test_the_fixed_example_is_what_the_fix_makes(rule: Rule) -> None:
    examples = page(rule).examples
    bad = [example.text for example in examples if example.label == "bad"]
    fixed = [example.text for example in examples if example.label == "fixed"]
    made = [text for text in map(_fixed, [rule] * len(bad), bad) if text is not None]
    assert made == fixed


def _fixed(rule: Rule, text: str) -> str | None:
    """Return the text with the rule's fixes made, or None where it offers none."""
    fixes = [report.fix for report in reports(rule, context_of(text, rule)) if report.fix is not None]
    if not fixes:
        return None
    return apply_edits(text, [edit for fix in fixes for edit in fix.edits])


@every_lint_rule
def test_reports_speak_plainly(rule: Rule) -> None:
    for example in page(rule).examples:
        for report in reports(rule, context_of(example.text, rule)):
            assert report.message.strip()
            assert "\n" not in report.message
            assert report.span.start <= report.span.end <= len(example.text)
