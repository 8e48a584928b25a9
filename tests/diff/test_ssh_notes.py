"""Words of SSH rules that name nobody there are said to, since no row can show it."""

from __future__ import annotations

import pytest

from tailcli.diff.compute import compare_policies

from .policies import Json, read

NAMES: Json = {
    "groups": {"group:a": ["a@example.com"], "group:empty": []},
    "tagOwners": {"tag:x": []},
    "hosts": {"office": "10.0.0.0/16"},
    "grants": [],
}


def rule(**fields: object) -> Json:
    return {"action": "accept", "src": ["group:a"], "dst": ["tag:x"], "users": ["root"], **fields}


def notes(old: list[Json], new: list[Json]) -> list[str]:
    found = compare_policies(*(read({**NAMES, "ssh": rules}) for rules in (old, new)))
    return [note.partition(": ")[2] for note in found.notes if "SSH rule" in note]


SOURCE, DESTINATION = (
    "the source of an SSH rule names nobody",
    "the destination of an SSH rule names no device",
)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"src": ["*"]}, [f'"*" as {SOURCE}']),
        ({"src": [" autogroup:danger-all"]}, [f'"autogroup:danger-all" as {SOURCE}']),
        ({"src": ["office", "group:a"]}, [f'"office" as {SOURCE}']),
        ({"dst": ["autogroup:shared"]}, [f'"autogroup:shared" as {DESTINATION}']),
        ({"dst": ["*", "10.0.0.1"]}, [f'"*" as {DESTINATION}', f'"10.0.0.1" as {DESTINATION}']),
        ({"users": ["*", "root"]}, ['"*" in users of an SSH rule is no account']),
        ({"src": ["group:empty", "autogroup:admin", "autogroup:member"]}, []),
        ({"src": ["not-defined"], "dst": ["ipset:not-defined"]}, []),
        ({"dst": ["autogroup:self"], "users": ["localpart:*@example.com"]}, []),
    ],
)
def test_a_word_that_names_nobody_is_said(fields: Json, said: list[str]) -> None:
    assert notes([], [rule(**fields)]) == notes([rule(**fields)], []) == said


def test_a_rule_that_stays_is_no_news() -> None:
    assert notes([rule(src=["*"])], [rule(src=["*"])]) == []
    assert notes([rule(src=["*"])], [rule(src=["*"]), rule(src=["10.0.0.1"])]) == [
        '"10.0.0.1" as the source of an SSH rule names nobody'
    ]


def test_of_many_words_some_are_said() -> None:
    many = [rule(src=[f"10.0.0.{n}" for n in range(9)])]
    found = compare_policies(*(read({**NAMES, "ssh": rules}) for rules in ([], many)))
    said = [note for note in found.notes if "SSH rule" in note]
    assert said[0].startswith("NEW line ")
    assert (len(said), said[-1]) == (6, "NEW has 4 more such words in SSH rules")
