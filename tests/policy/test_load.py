"""A policy loaded beside another version is what it is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tailcli.policy.load import load, load_beside
from tailcli.source.text import SourceText
from tests import corpus
from tests.policy.spliced import commented_pairs, spliced_pairs

if TYPE_CHECKING:
    from tailcli.policy.model import Policy


NO_SOURCE = SourceText("", "")


def said(policy: Policy) -> str:
    """All that is in a policy but the source, with the kinds of its nodes, which equal tuples do not tell."""
    return repr(policy._replace(document=policy.document._replace(source=NO_SOURCE)))


def check(old: Policy, new: Policy) -> None:
    source = new.document.source
    found = load_beside(source, old)
    assert found.document.source is source
    assert said(found).split(",") == said(load(source)).split(",")


@given(spliced_pairs())
def test_a_spliced_policy_is_what_it_is_alone(pair: tuple[Policy, Policy]) -> None:
    check(*pair)


@given(commented_pairs())
def test_a_policy_with_other_comments_is_what_it_is_alone(pair: tuple[Policy, Policy]) -> None:
    check(*pair)


@pytest.mark.corpus
@corpus.needed
def test_real_policies_are_what_they_are_alone() -> None:
    for old, new in corpus.changes(10):
        check(old, new)
        check(new, old)


def test_rules_before_the_difference_are_those_of_the_other_version() -> None:
    text = (
        '{"grants": [{"src": ["a"], "dst": ["b"], "ip": ["*"]}, {"src": ["c"], "dst": ["d"], "ip": ["*"]}]}'
    )
    old = load(SourceText("old", text))
    new = load_beside(SourceText("new", text.replace('"c"', '"e"')), old)
    assert old.grants is not None
    assert new.grants is not None
    assert new.grants[0] is old.grants[0]
    assert new.grants[1].src[0].value == "e"


def test_a_fault_in_what_differs_is_found() -> None:
    text = (
        '{"grants": [{"src": ["a"], "dst": ["b"], "ip": ["*"]}, {"src": ["c"], "dst": ["d"], "ip": ["*"]}]}'
    )
    old = load(SourceText("old", text))
    new = load_beside(SourceText("new", text.replace('"src": ["c"]', '"source": ["c"]')), old)
    assert not old.problems
    assert [problem.message for problem in new.problems] == [
        problem.message for problem in load(new.document.source).problems
    ]
    assert new.problems


def test_the_faults_of_what_does_not_differ_are_found_again() -> None:
    text = '{"grants": [{"source": ["a"]}, {"src": ["c"], "dst": ["d"], "ip": ["*"]}], "hosts": {}}'
    check(load(SourceText("old", text)), load(SourceText("new", text.replace('"c"', '"e"'))))
