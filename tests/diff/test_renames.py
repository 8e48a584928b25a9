"""A name that only changed its spelling is one line, and nobody gains or loses by it."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Lane, Verdict
from tailcli.policy.load import load
from tailcli.source.text import SourceText

from .policies import POLICY, read, said

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff

TEXT = json.dumps(
    POLICY | {"acls": [{"action": "accept", "src": ["group:dev"], "dst": ["office:80", "ipset:lab:81"]}]}
)


def renamed(*pairs: tuple[str, str]) -> AccessDiff:
    text = TEXT
    for old, new in pairs:
        text = text.replace(old, new)
    return compare_policies(*(load(SourceText("policy.hujson", one)) for one in (TEXT, text)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("group:dev", "group:devs", "group:dev renamed to group:devs"),
        ("office", "bureau", "office renamed to bureau"),
        ("ipset:lab", "ipset:labs", "ipset:lab renamed to ipset:labs"),
        ("posture:mac", "posture:apple", "posture:mac renamed to posture:apple"),
    ],
)
def test_a_renamed_name_changes_nothing(old: str, new: str, words: str) -> None:
    found = renamed((old, new))
    assert (found.verdict, found.rows) == (Verdict.IDENTICAL, ())
    assert [cause.text for cause in found.idle_causes] == [words]


def test_a_renamed_tag_is_one_line() -> None:
    found = renamed(("tag:web", "tag:www"))
    (row,) = found.rows
    assert (row.lane, row.rights) == (Lane.TAG_OWNERS, ("tag:web is called tag:www now",))
    assert found.verdict is Verdict.OTHER


def test_names_that_hang_together_are_renamed_together() -> None:
    found = renamed(("group:dev", "group:devs"), ("tag:web", "tag:www"), ("office", "bureau"))
    assert [said(row) for row in found.rows] == ["~: tag:web is called tag:www now"]


def test_a_use_left_behind_is_no_rename() -> None:
    text = TEXT.replace("group:dev", "group:devs", 3)
    found = compare_policies(*(load(SourceText("policy.hujson", one)) for one in (TEXT, text)))
    assert any(row.lane is Lane.NETWORK for row in found.rows)


def test_other_members_are_no_rename() -> None:
    new = json.loads(TEXT.replace("group:dev", "group:devs"))
    new["groups"]["group:devs"].append("di@example.com")
    found = compare_policies(load(SourceText("policy.hujson", TEXT)), read(new))
    assert found.verdict is Verdict.WIDER


@pytest.mark.parametrize("section", ["groups", "tagOwners", "hosts", "ipsets", "postures"])
def test_white_space_around_a_key_makes_no_rename(section: str) -> None:
    """A use of the name without the white space is no use of the key."""
    kinds = {"groups": "group:", "tagOwners": "tag:", "hosts": "", "ipsets": "ipset:", "postures": "posture:"}
    value = "10.9.0.0/16" if section == "hosts" else []
    for old, new in ((" {}one ", " {}two "), ("{}one", " {}two"), (" {}one", "{}two")):
        pair = (
            read(POLICY | {section: POLICY[section] | {name.format(kinds[section]): value}})
            for name in (old, new)
        )
        found = compare_policies(*pair)
        told = [*found.idle_causes, *(row.cause for row in found.rows if row.cause is not None)]
        assert told
        assert not any(" renamed to " in cause.text for cause in told)


PADDED = {
    "groups": {"group:dev": ["ada@example.com", "ben@example.com"]},
    "tagOwners": {"tag:web": ["group:dev"]},
    "hosts": {"office": "10.1.0.0/16"},
    "ipsets": {"ipset:lab": ["add 10.2.0.0/16"]},
    "postures": {"posture:mac": ["node:os == 'macos'"]},
}


@pytest.mark.parametrize("section", PADDED)
def test_any_white_space_around_any_key(section: str) -> None:
    """Every pair of spellings of a name can be compared, whatever uses it."""
    name, value = next(iter(PADDED[section].items()))
    texts = [
        json.dumps(POLICY | PADDED | {section: {pad.format(spelling): value}})
        for pad, spelling in product(("{}", " {}", "{} ", "\t{} "), (name, f"{name}x"))
    ]
    for old, new in product(texts, texts):
        found = compare_policies(*(load(SourceText("policy.hujson", one)) for one in (old, new)))
        assert old != new or (found.verdict is Verdict.IDENTICAL and not found.idle_causes)
