"""Rules that decide a question, for people and for programs: places, chains and near misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.explain import SshNearMiss
from tailcli.access.explain_words import in_both_families, miss_words, posture_words, ssh_users, via_words
from tailcli.access.match_question import RuleAnswer
from tailcli.access.match_truth import Truth
from tailcli.access.telling import hint
from tailcli.access.wording import terms_words, traffic_words
from tailcli.report.escape import first, terminal
from tailcli.report.findings_json import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.explain import NearMiss, Places, Step
    from tailcli.access.match_clauses import Clause
    from tailcli.access.match_facts import MissingFact
    from tailcli.access.match_ssh import SshRuleAnswer
    from tailcli.access.match_subject import Subject
    from tailcli.policy.model import SshRule
    from tailcli.report.json_text import Json
    from tailcli.source.text import SourceText, Span

_LIMIT = 200
_MANY = 12


def where(source: SourceText, span: Span) -> str:
    """Return a place as ``FILE:LINE:COLUMN``."""
    line, column = source.position(span.start)
    return f"{first(source.name)}:{line}:{column}"


def rule_name(source: SourceText, clause: Clause) -> str:
    """Return a rule's name and place."""
    if clause.rule is None:
        return "the default of a policy without acls and grants, which allows everything"
    return f"{clause.name} ({where(source, clause.rule.node.span)})"


def rule_lines(
    source: SourceText,
    places: Places,
    answer: RuleAnswer | SshRuleAnswer,
    ends: tuple[Subject, Subject] | None,
) -> Iterator[str]:
    """Yield what a rule opens, why it counts, and its conditions."""
    lead = "" if answer.truth is Truth.YES else "perhaps "
    if isinstance(answer, RuleAnswer):
        opened = ", ".join(_opened(answer, ends)) or "no traffic"
        yield f"{lead}{rule_name(source, answer.clause)} allows {terminal(opened)}"
        met = answer.posture.truth is Truth.YES
        conditions = [via_words(answer.clause), posture_words(answer.clause, is_met=met)]
    else:
        name = f"{answer.name} ({where(source, answer.rule.node.span)})"
        yield f"{lead}{name}: {terminal(terms_words(answer.terms))} as {terminal(ssh_users(answer))}"
        conditions = []
    yield from (f"  {line}" for line in _chain_lines(source, places, answer, ends))
    yield from (f"  {terminal(condition)}" for condition in conditions if condition)


def _opened(answer: RuleAnswer, ends: tuple[Subject, Subject] | None) -> tuple[str, ...]:
    """Return the traffic; of an address that somebody wrote the family goes without saying."""
    literal = ends is not None and any(subject.is_literal for subject in ends)
    return traffic_words(in_both_families(answer.opened) if literal else answer.opened)


def _chain_lines(
    source: SourceText,
    places: Places,
    answer: RuleAnswer | SshRuleAnswer,
    ends: tuple[Subject, Subject] | None,
) -> Iterator[str]:
    if ends is None or answer.truth is not Truth.YES:
        return
    for subject, part in zip(ends, (answer.source, answer.destination), strict=True):
        if part.word is not None:
            yield from (step_line(source, step) for step in places.chain(subject, part.word.text))


def step_line(source: SourceText, step: Step) -> str:
    """Return one link of a chain, with its line."""
    text = first(terminal(step.text, _LIMIT))
    return text if step.span is None else f"{text} (line {source.position(step.span.start).line})"


def near_lines(source: SourceText, near: Iterable[NearMiss | SshNearMiss]) -> Iterator[str]:
    """Yield the rules that come nearest, with what keeps the question out of each."""
    for miss in near:
        words = "; ".join(miss_words(miss))
        yield f"nearest: {_miss_name(source, miss)}: {terminal(words, 2 * _LIMIT)}"


def _miss_name(source: SourceText, miss: NearMiss | SshNearMiss) -> str:
    if isinstance(miss, SshNearMiss):
        return f"{miss.answer.name} ({where(source, miss.answer.rule.node.span)})"
    return rule_name(source, miss.answer.clause)


def fact_lines(missing: Iterable[MissingFact]) -> Iterator[str]:
    """Yield the facts on which an answer turns; of very many only some."""
    facts = tuple(missing)
    for fact in facts[:_MANY]:
        yield f"depends on {terminal(fact.words, _LIMIT)}"
    if len(facts) > _MANY:
        yield f"and on {len(facts) - _MANY} more facts"


def hint_lines(missing: Iterable[MissingFact]) -> Iterator[str]:
    """Yield what the settings could tell of the facts on which an answer turns, if anything."""
    words = hint(missing)
    if words is not None:
        yield f"hint: {words}"


def rule_record(source: SourceText, clause: Clause) -> dict[str, Json]:
    """Return a rule's name and place for a program; the default has no place."""
    ends = {"start": None, "end": None} if clause.rule is None else place(source, clause.rule.node.span)
    return {"rule": clause.name, **ends}


def ssh_rule_record(source: SourceText, rule: SshRule) -> dict[str, Json]:
    """Return an SSH rule's name and place for a program."""
    return {"rule": f"ssh[{rule.ordinal}]", **place(source, rule.node.span)}


def answer_record(
    source: SourceText,
    places: Places,
    answer: RuleAnswer | SshRuleAnswer,
    ends: tuple[Subject, Subject] | None,
) -> dict[str, Json]:
    """Return what one rule says for a program."""
    chain: list[Json] = []
    if ends is not None:
        for subject, part in zip(ends, (answer.source, answer.destination), strict=True):
            if part.word is not None:
                chain += [_step_record(source, step) for step in places.chain(subject, part.word.text)]
    record: dict[str, Json] = {
        "answer": answer.truth.value,
        "src": None if answer.source.word is None else answer.source.word.text,
        "dst": None if answer.destination.word is None else answer.destination.word.text,
        "chain": chain,
        "missing": fact_records(answer.missing),
    }
    if isinstance(answer, RuleAnswer):
        clause = answer.clause
        return {
            **rule_record(source, clause),
            **record,
            "traffic": traffic_words(answer.opened),
            "via": clause.via,
            "postures": clause.postures,
        }
    users = [user.value for user in answer.rule.users]
    terms = {"action": answer.terms.action.value, "terms": terms_words(answer.terms), "users": users}
    return {**ssh_rule_record(source, answer.rule), **record, **terms}


def _step_record(source: SourceText, step: Step) -> Json:
    ends = {"start": None, "end": None} if step.span is None else place(source, step.span)
    return {"text": step.text, **ends}


def near_records(source: SourceText, near: Iterable[NearMiss | SshNearMiss]) -> list[Json]:
    """Return near misses for a program."""
    return [
        {
            **_miss_record(source, miss),
            "missed": [side.value for side in miss.missed],
            "reasons": miss_words(miss),
        }
        for miss in near
    ]


def _miss_record(source: SourceText, miss: NearMiss | SshNearMiss) -> dict[str, Json]:
    if isinstance(miss, SshNearMiss):
        return ssh_rule_record(source, miss.answer.rule)
    return rule_record(source, miss.answer.clause)


def fact_records(missing: Iterable[MissingFact]) -> list[Json]:
    """Return facts for a program."""
    return [
        {"kind": fact.kind.value, "subject": fact.subject, "selector": fact.selector, "text": fact.words}
        for fact in missing
    ]
