"""The manual pages of rules, and the table of all rules."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Persona
from tailcli.findings.rule import FAMILIES, Stage
from tailcli.lint.pages import page
from tailcli.report.links import rule_url

_NEEDS = {
    Stage.CHANGE: "Needs an earlier version of the file",
    Stage.INVENTORY: "Needs a list of devices or users",
}
_LABEL = re.compile("[a-z]+:")
_INDEX = """\
# Rules

{count} rules in ten families; the first digit of a code is its family. `tailcli rule CODE` prints a page.

**Persona** says who gets a rule: *default* rules run always, *pedantic* ones with `--persona pedantic`, and
all of them with `--persona auditor`. **Fix** says what can be written: *safe* fixes provably leave access as
it is (`--fix`), *unsafe* ones may change what the policy means (`--fix --unsafe-fixes`). A rule with both
decides case by case.

A comment `// tailcli: ignore[CODE] reason` above an entry or on its line silences a rule there; `ignore` in
`tailcli.toml` switches it off.

This folder is written by `scripts/build_rule_pages.py` from the rules themselves."""
_INDEX_HEAD = ("| Rule | Severity | Persona | Fix | What it finds |", "|---|---|---|---|---|")

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tailcli.findings.rule import Rule
    from tailcli.lint.pages import Page


def markdown(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    shown = page(rule)
    lines = [f"# {rule.name} ({rule.code})", "", shown.summary, "", _facts(shown)]
    for title, body in shown.sections.items():
        lines += ["", f"## {title}", "", *_with_labels(body)]
    return "\n".join(lines) + "\n"


def _facts(shown: Page) -> str:
    rule = shown.rule
    runs = "by default" if rule.persona is Persona.DEFAULT else f"for the persona `{rule.persona.value}`"
    fixes = " or ".join(kind.value for kind in shown.fixes)
    said = [f"Severity: {rule.severity.value}", f"Family: {rule.family.title}", f"Runs {runs}"]
    said += [_NEEDS[rule.stage]] if rule.stage in _NEEDS else []
    said += [f"Fix: {fixes}"] if fixes else []
    return f"{'. '.join(said)}."


def _with_labels(body: str) -> Iterator[str]:
    """Yield lines in which each label of an example (``bad:``) is a paragraph of its own."""
    lines = body.split("\n")
    for before, line, behind in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if _LABEL.fullmatch(line) and behind.startswith("```"):
            yield from ("", line.capitalize(), "") if before else (line.capitalize(), "")
        else:
            # The forges know the language by this name.
            yield line.replace("```hujson", "```jsonc")


def plain(rule: Rule) -> str:
    """Return a rule's page as text for a pipe."""
    shown = page(rule)
    lines = [f"{rule.code} {rule.name}", "", shown.summary, "", _facts(shown)]
    for title, body in shown.sections.items():
        lines += ["", title, *(f"  {line}".rstrip() for line in _without_fences(body))]
    return "\n".join(lines) + "\n"


def _without_fences(body: str) -> Iterator[str]:
    """Yield lines in which code is indented instead of fenced."""
    in_code = False
    before = ""
    for line in body.split("\n"):
        if line.startswith("```"):
            in_code = not in_code
        else:
            if before == "```" and line:
                yield ""
            yield f"  {line}" if in_code else line
        before = line


def index(rules: Iterable[Rule]) -> str:
    """Return the index of all pages as Markdown."""
    listed = list(rules)
    lines = [_INDEX.format(count=len(listed))]
    for title, own in _by_family(listed):
        lines += [
            "",
            f"## {' '.join(title.split())}",
            "",
            *_INDEX_HEAD,
            *(_index_row(page(rule)) for rule in own),
        ]
    return "\n".join(lines) + "\n"


def _index_row(shown: Page) -> str:
    rule = shown.rule
    fixes = ", ".join(kind.value for kind in shown.fixes)
    name = f"[{rule.code}]({rule.code}.md) {rule.name}"
    cells = (name, rule.severity.value, rule.persona.value, fixes, shown.summary.replace("|", "\\|"))
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


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
        "url": rule_url(rule.code),
        "fixes": [kind.value for kind in shown.fixes],
        "summary": shown.summary,
        "sections": shown.sections,
    }
