"""The manual pages of rules, and the table of all rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.findings.rule import FAMILIES
from tailcli.lint.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tailcli.findings.rule import Rule
    from tailcli.lint.pages import Page


def markdown(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    shown = page(rule)
    lines = [f"# {rule.name} ({rule.code})", "", shown.summary, "", _facts(rule)]
    for title, body in shown.sections.items():
        lines += ["", f"## {title}", "", _labelled(body)]
    return "\n".join(lines) + "\n"


def _facts(rule: Rule) -> str:
    runs = "by default" if rule.persona.value == "default" else f"for the persona `{rule.persona.value}`"
    return f"Severity: {rule.severity.value}. Family: {rule.family.title}. Runs {runs}."


def _labelled(body: str) -> str:
    """Give the labels of examples (``bad:``) a paragraph of their own."""
    lines = (
        f"{line.capitalize()}\n" if line in ("bad:", "good:", "fixed:") else line for line in body.split("\n")
    )
    return "\n".join(lines).replace("```\nGood:", "```\n\nGood:").replace("```\nFixed:", "```\n\nFixed:")


def plain(rule: Rule) -> str:
    """Return a rule's page as text for a pipe."""
    shown = page(rule)
    lines = [f"{rule.code} {rule.name}", "", shown.summary, "", _facts(rule)]
    for title, body in shown.sections.items():
        lines += ["", title, *(f"  {line}".rstrip() for line in body.split("\n"))]
    return "\n".join(lines) + "\n"


def table(rules: Iterable[Rule]) -> str:
    """Return all rules with their summaries, under the titles of their families."""
    return "\n\n".join("\n".join(_family(title, own)) for title, own in _by_family(rules)) + "\n"


def _by_family(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    listed = list(rules)
    for family in FAMILIES:
        own = [rule for rule in listed if rule.family is family]
        if own:
            yield f"TP{family.digit}  {family.title}", own


def _family(title: str, rules: Sequence[Rule]) -> Iterator[str]:
    yield title
    names = max(len(rule.name) for rule in rules)
    for rule in rules:
        yield f"  {rule.code}  {rule.name:<{names}}  {rule.severity.value:<7}  {page(rule).summary}"


def as_json(rules: Iterable[Rule]) -> str:
    """Return rules and their pages as JSON."""
    return json.dumps({"version": 1, "rules": [_record(page(rule)) for rule in rules]}, indent=2) + "\n"


def _record(shown: Page) -> Mapping[str, object]:
    rule = shown.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "persona": rule.persona.value,
        "stage": rule.stage.value,
        "family": rule.family.title,
        "summary": shown.summary,
        "sections": shown.sections,
    }
