from __future__ import annotations

import pytest

from tailcli.policy.suggest import closest

_KNOWN = ("tag:monitoring", "tag:web", "group:infra", "group:eng", "tcp", "dst", "src")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("tag:montioring", "tag:monitoring"),
        ("tag:monitorin", "tag:monitoring"),
        ("tag:mnitorng", "tag:monitoring"),
        ("group:infar", "group:infra"),
        ("gruop:infra", "group:infra"),
        ("Group:Infra", "group:infra"),
        ("tpc", "tcp"),
        ("dest", "dst"),
        ("tag:database", None),
        ("tag:x", None),
        ("", None),
    ],
)
def test_a_typo_is_recognised_and_another_word_is_not(word: str, expected: str | None) -> None:
    assert closest(word, _KNOWN) == expected


def test_of_equally_near_names_the_first_in_the_alphabet_wins_whatever_the_order() -> None:
    assert (
        closest("tag:prod", ["tag:proe", "tag:proa"])
        == "tag:proa"
        == closest("tag:prod", ["tag:proa", "tag:proe"])
    )


def test_the_word_itself_is_no_suggestion() -> None:
    assert closest("tag:web", ["tag:web"]) is None
