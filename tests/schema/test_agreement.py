"""The decoder and the schema are two judges of structure: they must never disagree, not even on the words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.policy.check import check
from tailcli.policy.load import load
from tailcli.policy.problems import Kind
from tailcli.schema.validate import validate
from tailcli.schema.violations import Fault
from tailcli.source.text import SourceText
from tests import corpus
from tests.schema.policies import damaged, policies, text_of

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.source.text import Span
    from tests.schema.policies import Tree

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures").rglob("*.hujson"))

STRUCTURE = {
    Kind.NOT_AN_OBJECT: Fault.WRONG_TYPE,
    Kind.WRONG_TYPE: Fault.WRONG_TYPE,
    Kind.UNKNOWN_FIELD: Fault.UNKNOWN_FIELD,
    Kind.MISSING_FIELD: Fault.MISSING_FIELD,
    Kind.MIXED_LEGACY_FIELDS: Fault.MIXED_LEGACY_FIELDS,
}


def of_decoder(policy: Policy) -> set[tuple[Fault, Span, str]]:
    return {
        (STRUCTURE[problem.kind], problem.span, problem.message)
        for problem in policy.problems
        if problem.kind in STRUCTURE
    }


def of_schema(policy: Policy) -> set[tuple[Fault, Span, str]]:
    return {
        (violation.fault, violation.span, violation.message)
        for violation in validate(policy)
        if violation.fault is not Fault.VALUE
    }


def policy_of(text: str) -> Policy:
    return load(SourceText("policy.hujson", text))


def assert_agreement(policy: Policy) -> None:
    """An unknown field that is given twice is twice unknown to the decoder, and once to the schema."""
    decoder, schema = of_decoder(policy), of_schema(policy)
    assert schema <= decoder
    assert {(fault, message) for fault, _, message in decoder - schema} <= {
        (fault, message) for fault, _, message in schema if fault is Fault.UNKNOWN_FIELD
    }


@given(policies())
@settings(max_examples=80, deadline=None)
def test_both_accept_what_the_tables_allow(tree: Tree) -> None:
    policy = policy_of(text_of(tree))
    assert policy.document.problems == ()
    assert of_decoder(policy) == of_schema(policy) == set()


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_both_find_the_same_damage(data: st.DataObject) -> None:
    tree = data.draw(policies())
    for _ in range(data.draw(st.integers(1, 3))):
        tree = data.draw(damaged(tree))
    policy = policy_of(text_of(tree))
    assert policy.document.problems == ()
    assert_agreement(policy)


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_value_that_the_schema_refuses_is_a_problem_too(data: st.DataObject) -> None:
    policy = policy_of(text_of(data.draw(damaged(data.draw(policies())))))
    places = [problem.span for problem in (*policy.problems, *check(policy))]
    for violation in validate(policy):
        if violation.fault is Fault.VALUE:
            assert any(start < violation.span.end and violation.span.start < end for start, end in places)


@given(st.text(max_size=40), policies(), st.integers(0, 10_000), st.integers(0, 20))
@settings(max_examples=100, deadline=None)
def test_both_are_total_and_agree_on_broken_texts(noise: str, tree: Tree, at: int, cut: int) -> None:
    text = text_of(tree)
    at %= len(text) + 1
    assert_agreement(policy_of(text[:at] + noise + text[at + cut :]))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_both_agree_on_the_fixtures(path: Path) -> None:
    assert_agreement(policy_of(path.read_text(encoding="utf-8")))


@pytest.mark.corpus
@corpus.needed
def test_both_agree_on_real_policies() -> None:
    for path in {*corpus.newest(), *corpus.sample(corpus.versions(), 3)}:
        assert_agreement(corpus.read(path))
