"""Run the rules over one file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tailcli.config.enabling import enabled
from tailcli.config.settings import DEFAULTS
from tailcli.findings.model import Finding
from tailcli.findings.registry import LINT_RULES
from tailcli.findings.rule import Stage
from tailcli.findings.wording import sentence
from tailcli.lint.context import Context
from tailcli.lint.problems import report_of
from tailcli.lint.selection import runnable
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.config.settings import Settings
    from tailcli.findings.model import Report
    from tailcli.findings.rule import Rule
    from tailcli.lint.selection import Skipped
    from tailcli.lint.suppressions import Outcome
    from tailcli.source.text import SourceText


class LintResult(NamedTuple):
    """What the rules say of one file: findings in the order of the text, and the rules that could not run.

    ``silenced`` holds what suppressions in the file cover, ``ran`` the codes of the rules that ran.
    """

    source: SourceText
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    silenced: tuple[Finding, ...] = ()
    ran: frozenset[str] = frozenset()


def lint(source: SourceText, settings: Settings = DEFAULTS) -> LintResult:
    """Lint a text. Never raises for what the text holds: that is a finding."""
    from tailcli.policy.load import load

    return run(Context(load(source), settings))


def run(context: Context, rules: Iterable[Rule] = LINT_RULES) -> LintResult:
    """Run those of the rules that the settings enable and the file allows."""
    chosen, skipped = runnable(enabled(rules, context.settings), context)
    found = _unsettled(chosen, context)
    ran = frozenset(rule.code for rule in chosen)
    if not context.has_directives:
        return LintResult(context.source, tuple(sorted(found, key=_order)), skipped, ran=ran)
    outcome = _settle(found, chosen, context)
    about = (rule for rule in chosen if rule.stage is Stage.FINDINGS)
    found = [*outcome.kept, *(finding for rule in about for finding in _findings(rule, context))]
    return LintResult(context.source, tuple(sorted(found, key=_order)), skipped, outcome.silenced, ran)


def _unsettled(rules: Iterable[Rule], context: Context) -> list[Finding]:
    """Return what the rules find, each finding once, before suppressions are looked at."""
    first = (rule for rule in rules if rule.stage is not Stage.FINDINGS)
    return list({finding: None for rule in first for finding in _findings(rule, context)})


def _settle(found: Iterable[Finding], rules: Iterable[Rule], context: Context) -> Outcome:
    from tailcli.lint.suppressions import settle

    judged = (rule.code for rule in rules if rule.stage is not Stage.FINDINGS)
    context.outcome = settle(context.document, found, judged)
    return context.outcome


def _order(finding: Finding) -> tuple[int, int, str, str]:
    span = finding.report.span
    return span.start, span.end, finding.code, finding.report.message


def _findings(rule: Rule, context: Context) -> Iterator[Finding]:
    severity = context.settings.severities.get(rule.code, rule.severity)
    for report in reports(rule, context):
        if any(blank.start < report.span.end and report.span.start < blank.end for blank in context.blanks):
            continue
        yield Finding(rule.code, rule.name, severity, context.source.name, _worded(report))


def _worded(report: Report) -> Report:
    """Give what rules, checks and the parser say one look."""
    return report._replace(
        message=sentence(report.message),
        hint=report.hint and sentence(report.hint),
        labels=tuple(label._replace(message=sentence(label.message)) for label in report.labels),
    )


def reports(rule: Rule, context: Context) -> Iterator[Report]:
    """Yield what one rule says of a file, whatever the settings; its module is imported only if needed."""
    if rule.kinds:
        return _problem_reports(rule, context)
    if not has_matter(rule, context):
        return iter(())
    if rule.stage is Stage.FINDINGS and context.outcome is None:
        _settle(_unsettled(LINT_RULES, context), LINT_RULES, context)
    found: Iterator[Report] = import_module(rule.module).check(context)
    return found


def has_matter(rule: Rule, context: Context) -> bool:
    """Tell whether the file and the settings hold what the rule looks at; if not, it need not be loaded."""
    if rule.sections and not any(section.name in rule.sections for section in context.policy.sections):
        return False
    if rule.words and not context.has_word(rule.words):
        return False
    return rule.option is None or bool(getattr(context.options, rule.option))


def _problem_reports(rule: Rule, context: Context) -> Iterator[Report]:
    """Yield the problems of the rule's kinds, through the module's ``report`` where it has one."""
    for problem in context.problems(*rule.kinds):
        refine = getattr(import_module(rule.module), "report", None)
        report = report_of(problem) if refine is None else refine(context, problem)
        if report is not None:
            yield report
