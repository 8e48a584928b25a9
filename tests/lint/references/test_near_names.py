"""Names that are one slip of the finger apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.lint.near_names import near_pairs
from tests.lint.linting import places, policy_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tag:monitoring", "tag:monitorng"),
        ("tag:monitoring", "tag:monitorinng"),
        ("tag:monitoring", "tag:monitoreng"),
        ("tag:monitoring", "tag:mointoring"),
        ("alice.jones@example.com", "alice.jnoes@example.com"),
    ],
)
def test_a_letter_less_more_other_or_swapped_is_a_slip(one: str, other: str) -> None:
    assert list(near_pairs([one, other])) == [(min(one, other), max(one, other))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tag:server", "tag:servers"),
        ("tag:server1", "tag:server2"),
        ("tag:dev", "tag:deb"),
        ("tag:monitoring", "group:monitorin"),
        ("alice@example.com", "alicee@example.org"),
        ("tag:monitoring", "tag:moniotrnig"),
        ("tag:monitoring", "tag:monitoring"),
    ],
)
def test_names_that_differ_on_purpose_are_none(one: str, other: str) -> None:
    assert list(near_pairs(dict.fromkeys((one, other)))) == []


@given(st.lists(st.text("abc", min_size=5, max_size=6), unique=True, max_size=7))
def test_what_comparing_each_with_each_finds_is_found(words: list[str]) -> None:
    expected = {
        (min(one, other), max(one, other))
        for at, one in enumerate(words)
        for other in words[at + 1 :]
        if _is_one_edit(one, other)
    }
    assert set(near_pairs(words)) == expected


def _is_one_edit(one: str, other: str) -> bool:
    edited = {one[:at] + one[at + 1 :] for at in range(len(one))}
    edited |= {one[:at] + letter + one[at:] for at in range(len(one) + 1) for letter in "abc"}
    edited |= {one[:at] + letter + one[at + 1 :] for at in range(len(one)) for letter in "abc"}
    edited |= {one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)}
    return other in edited


def test_a_name_that_is_used_as_often_as_the_other_is_meant() -> None:
    owners = {"tag:frontend": ["group:people"], "tag:fronten": ["group:people"]}
    groups = {"group:people": ["alice@example.com"]}
    assert places("TP120", policy_text(groups=groups, tagOwners=owners)) == []


def test_the_rarer_of_two_names_is_reported() -> None:
    owners = {"tag:frontend": ["group:people"], "tag:fronten": [], "tag:db": ["tag:frontend"]}
    groups = {"group:people": ["alice@example.com"]}
    assert places("TP120", policy_text(groups=groups, tagOwners=owners)) == ['"tag:fronten"']
