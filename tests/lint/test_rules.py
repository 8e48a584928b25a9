"""Laws over all rules: every one is documented, and its examples are true."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tailcli.lint.rules
from tailcli.config.settings import Options, Settings
from tailcli.findings.registry import RULES
from tailcli.lint.context import Context
from tailcli.lint.pages import HEADINGS, LABELS, REQUIRED, page
from tailcli.lint.runner import reports
from tailcli.policy.load import load
from tailcli.source import SourceText, apply_edits

if TYPE_CHECKING:
    from tailcli.findings.rule import Rule

ROOT = Path(tailcli.lint.rules.__path__[0])
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.name}")


# What the pages of rules that need an option show.
OPTIONS = Options(
    domains=("example.com",),
    break_glass={"group:ops": ("tag:router:22",)},
    environments={"dev": ("tag:dev",), "prod": ("tag:prod",)},
)


def context_of(text: str) -> Context:
    return Context(load(SourceText("policy.hujson", text)), Settings(options=OPTIONS))


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
    assert hasattr(module, "check") != bool(rule.kinds)
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
    assert {"bad", "good"} <= set(labels) <= set(LABELS)
    assert shown.sections["Example"].count("```") == 2 * len(labels)


@every_rule
def test_the_bad_examples_fire_and_the_good_do_not(rule: Rule) -> None:
    for example in page(rule).examples:
        if example.label != "fixed":
            fired = bool(list(reports(rule, context_of(example.text))))
            assert fired == (example.label == "bad"), example.text


@every_rule
def test_the_fixed_example_is_what_the_fix_makes(rule: Rule) -> None:
    examples = page(rule).examples
    bad = [example.text for example in examples if example.label == "bad"]
    fixed = [example.text for example in examples if example.label == "fixed"]
    made = [text for text in map(_fixed, [rule] * len(bad), bad) if text is not None]
    assert made == fixed


def _fixed(rule: Rule, text: str) -> str | None:
    """Return the text with the rule's fixes made, or None where it offers none."""
    fixes = [report.fix for report in reports(rule, context_of(text)) if report.fix is not None]
    if not fixes:
        return None
    return apply_edits(text, [edit for fix in fixes for edit in fix.edits])


@every_rule
def test_reports_speak_plainly(rule: Rule) -> None:
    for example in page(rule).examples:
        for report in reports(rule, context_of(example.text)):
            assert report.message.strip()
            assert "\n" not in report.message
            assert report.span.start <= report.span.end <= len(example.text)
