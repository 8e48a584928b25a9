"""Fixing: it comes to an end, it is proved, and what would do harm is left out and named."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tailcli import api
from tailcli.compare.equality import same_access
from tailcli.config.settings import FileKind, Settings
from tailcli.findings.model import Applicability, Fix, Persona, Report
from tailcli.lint import fixing
from tailcli.lint.context import Context
from tailcli.lint.proving import Objection, is_text_repair, objection
from tailcli.policy.check import refused
from tailcli.source.edits import TextEdit
from tailcli.source.text import Span
from tests.lint.mess import messy
from tests.oracle.layout import render
from tests.oracle.vocabulary import policies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ALL = Settings(persona=Persona.AUDITOR)
checked = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def words_of(text: str) -> list[str]:
    """The comments of a text, without the blanks in them that a formatter changes."""
    return sorted(" ".join(comment.text.split()) for comment in api.load(text).document.comments)


# Laws


@checked
@given(policies(), st.integers(0, 10**9))
def test_safe_fixes_settle_and_keep_the_meaning(policy: dict[str, Any], seed: int) -> None:
    chance = Random(seed)
    text = render(messy(policy, chance), chance)
    fixed = api.fix(text, settings=ALL)
    assert fixed.is_settled
    old, new = api.load(text), api.load(fixed.result.source)
    assert not new.document.problems
    assert same_access(old, new)
    assert refused(old) == refused(new)
    assert not api.fix(fixed.result.source, settings=ALL).is_changed


@checked
@given(policies(), st.integers(0, 10**9))
def test_unsafe_fixes_settle_too(policy: dict[str, Any], seed: int) -> None:
    chance = Random(seed)
    text = render(messy(policy, chance), chance)
    fixed = api.fix(text, settings=ALL, unsafe=True)
    assert fixed.is_settled
    new = api.load(fixed.result.source)
    assert not new.document.problems
    assert refused(api.load(text)) or not refused(new)
    assert not api.fix(fixed.result.source, settings=ALL, unsafe=True).is_changed


@checked
@given(policies(), st.integers(0, 10**9))
def test_comments_survive_where_nothing_is_removed(policy: dict[str, Any], seed: int) -> None:
    text = render(policy, Random(seed)).replace('"groups"', '"Groups"')
    fixed = api.fix(text, settings=Settings(select=("TP014", "TP901")))
    assert words_of(fixed.result.source.text) == words_of(text)
    assert fixed.result.findings == ()


# Text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{\r\n  "Groups": {}, // x\r\n}\r\n', '{\r\n  "groups": {}, // x\r\n}\r\n'),
        ('{"Groups": {"group:\u00e9\U0001f600": []}}', '{"groups": {"group:\u00e9\U0001f600": []}}'),
    ],
)
def test_what_is_not_fixed_stays_as_it_is(before: str, after: str) -> None:
    assert api.fix(before, settings=Settings(select=("TP014",))).result.source.text == after


def test_what_was_fixed_and_what_remains() -> None:
    fixed = api.fix('{"Groups": {}, "group": {}}', settings=Settings(select=("TP014", "TP020")))
    assert [one.code for one in fixed.made] == ["TP014"]
    assert [one.code for one in fixed.result.findings] == ["TP020"]
    assert fixed.is_changed


def test_silenced_findings_are_not_fixed() -> None:
    text = '{"Groups": {}} // tailcli: ignore[TP014]\n'
    assert not api.fix(text, settings=ALL).is_changed


# Rules made up for these tests: each offers what it is told to.


@pytest.fixture
def offering(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the rule about the case of keys offer other fixes instead."""

    def install(offer: Callable[[Context], Iterator[Report]]) -> None:
        def reports(rule: object, context: Context) -> Iterator[Report]:
            return offer(context) if getattr(rule, "code", "") == "TP014" else iter(())

        monkeypatch.setattr("tailcli.lint.runner.reports", reports)

    return install


def replacing(old: str, new: str, applicability: Applicability = Applicability.SAFE) -> Any:  # noqa: ANN401
    """Offer to replace every occurrence of a text."""

    def offer(context: Context) -> Iterator[Report]:
        text = context.source.text
        at = text.find(old)
        while at >= 0:
            span = Span(at, at + len(old))
            yield Report(span, f"{old} at {at}", fix=Fix("Replace", (TextEdit(span, new),), applicability))
            at = text.find(old, at + len(old))

    return offer


ONE_GRANT = '{"grants": [{"src": ["tag:a"], "dst": ["*"], "ip": ["22"]}], "tagOwners": {"tag:a": []}}'


@pytest.mark.parametrize(
    ("old", "new", "against"),
    [
        ('"22"', '"23"', Objection.ACCESS),
        ('"22"', '"22', Objection.SYNTAX),
        ('"22"', '"\ud800"', Objection.ENCODING),
        ('"tag:a": []', '"tag:b": []', Objection.REFUSED),
        ('["22"]', '["22"] // x', Objection.SYNTAX),
    ],
)
def test_a_fix_that_does_harm_is_left_out_and_named(
    offering: Callable[..., None], old: str, new: str, against: Objection
) -> None:
    offering(replacing(old, new))
    fixed = api.fix(ONE_GRANT)
    assert not fixed.is_changed
    assert fixed.is_settled
    assert [(one.objection, one.line) for one in fixed.not_made] == [(against, 1)]


def test_a_safe_fix_never_makes_a_refused_policy_accepted(offering: Callable[..., None]) -> None:
    text = ONE_GRANT.replace('"tag:a": []', '"tag:b": []')
    offering(replacing('"tag:b": []', '"tag:a": []'))
    fixed = api.fix(text)
    assert [one.objection for one in fixed.not_made] == [Objection.ACCEPTED]
    offering(replacing('"tag:b": []', '"tag:a": []', Applicability.UNSAFE))
    assert not api.fix(text).is_changed
    assert api.fix(text, unsafe=True).result.source.text == ONE_GRANT


def test_an_unsafe_fix_leaves_an_accepted_file_accepted(offering: Callable[..., None]) -> None:
    offering(replacing('"tag:a": []', '"tag:b": []', Applicability.UNSAFE))
    assert [one.objection for one in api.fix(ONE_GRANT, unsafe=True).not_made] == [Objection.REFUSED]


def test_what_is_only_shown_is_never_made(offering: Callable[..., None]) -> None:
    offering(replacing('"22"', '"23"', Applicability.DISPLAY))
    fixed = api.fix(ONE_GRANT, unsafe=True)
    assert (fixed.is_changed, fixed.not_made) == (False, ())


def test_one_harmful_fix_does_not_keep_the_others_from_being_made(offering: Callable[..., None]) -> None:
    ports = ", ".join(f'"{port}-{port}"' for port in range(1, 30))
    text = f'{{"grants": [{{"src": ["*"], "dst": ["*"], "ip": [{ports}]}}]}}'

    def offer(context: Context) -> Iterator[Report]:
        for port in range(1, 30):
            to = "999" if port == 13 else str(port)
            yield from replacing(f'"{port}-{port}"', f'"{to}"')(context)

    offering(offer)
    fixed = api.fix(text)
    assert len(fixed.made) == 28
    assert ["13-13" in one.finding.report.message for one in fixed.not_made] == [True]


def test_of_two_that_need_each_other_one_stays() -> None:
    rule = '{"src": ["*"], "dst": ["tag:a"], "ip": ["22"]}'
    text = f'{{"grants": [{rule}, {rule}], "tagOwners": {{"tag:a": []}}}}'
    fixed = api.fix(text, settings=ALL)
    assert len(api.load(fixed.result.source).grants or ()) == 1


def test_overlapping_fixes_are_made_one_after_the_other(offering: Callable[..., None]) -> None:
    def offer(context: Context) -> Iterator[Report]:
        yield from replacing('"22-22"', '"22"')(context)
        yield from replacing('["22-22"', '["22"')(context)

    offering(offer)
    fixed = api.fix(ONE_GRANT.replace('"22"', '"22-22"'))
    assert fixed.result.source.text == ONE_GRANT
    assert len(fixed.made) == 1


def test_two_findings_with_the_same_fix_are_both_fixed(offering: Callable[..., None]) -> None:
    def offer(context: Context) -> Iterator[Report]:
        for report in replacing('"22-22"', '"22"')(context):
            yield report
            yield report._replace(message="another view of it")

    offering(offer)
    fixed = api.fix(ONE_GRANT.replace('"22"', '"22-22"'))
    assert (fixed.result.source.text, len(fixed.made)) == (ONE_GRANT, 2)


def test_fixes_that_go_in_circles_are_a_fault(offering: Callable[..., None]) -> None:
    def offer(context: Context) -> Iterator[Report]:
        yield from replacing('"22"', '"22-22"')(context)
        yield from replacing('"22-22"', '"22"')(context)

    offering(offer)
    assert not api.fix(ONE_GRANT).is_settled


def test_fixes_without_end_are_stopped(
    offering: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixing, "ROUNDS", 5)
    offering(replacing('["22"', '["22", "22"'))
    fixed = api.fix(ONE_GRANT)
    assert not fixed.is_settled
    assert same_access(api.load(ONE_GRANT), api.load(fixed.result.source))


# The proof


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\ufeff{}", "{}"),
        ("{} // x", "{} // x\n"),
        ('{"a": [1, 2]}', '{\n"a":[ 1,2 ] /* x */}'),
        ("[1,\u00a02]", "[1, 2]"),
    ],
)
def test_text_repairs(old: str, new: str) -> None:
    assert is_text_repair(api.load(old).document, api.load(new).document)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"a": "b c"}', '{"a": "bc"}'),
        ('{"a": 1}', '{"a": 2}'),
        ('{"a": 1 "b": 2}', '{"a": 1, "b": 2}'),
        ('{"a": 1, "a": 2}', '{"a": 2}'),
        ('{"a": 1}', '{"A": 1}'),
        ("[1]", "[[1]]"),
        ("[1, 2]", "[1]"),
        ("{}", ""),
    ],
)
def test_what_is_no_text_repair(old: str, new: str) -> None:
    assert not is_text_repair(api.load(old).document, api.load(new).document)


def context_of(text: str, kind: FileKind = FileKind.WHOLE) -> Context:
    return Context(api.load(text), Settings(kind=kind))


def test_a_repair_of_the_text_may_make_a_refused_file_accepted() -> None:
    old, new = context_of(f"\ufeff{ONE_GRANT}"), context_of(ONE_GRANT)
    assert objection(old, new, is_safe=True) is None


def test_in_a_fragment_names_are_defined_elsewhere() -> None:
    text = '{"grants": [{"src": ["group:x"], "dst": ["*"], "ip": ["22-22"]}]}'
    old, new = (context_of(one, FileKind.FRAGMENT) for one in (text, text.replace("22-22", "22")))
    assert objection(old, new, is_safe=True) is None
    other = context_of(text.replace("group:x", "group:y"), FileKind.FRAGMENT)
    assert objection(old, other, is_safe=True) is Objection.ACCESS
