"""What application capabilities permit, and which permission covers which."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.permissions import Permission, covers, glob_covers, permissions
from tailcli.policy.load import load
from tailcli.source.text import SourceText

CAP = "tailscale.com/cap/"


def read(name: str, *parameters: object) -> list[tuple[str, str]]:
    policy = {"grants": [{"src": ["*"], "dst": ["*"], "app": {name: list(parameters)}}]}
    grants = load(SourceText("p", json.dumps(policy))).grants
    assert grants is not None
    return [(p.action, p.object) for p in permissions(grants[0].app[0])]


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("secrets", [{"action": ["get", "put"], "secret": ["a", "b/*"]}],
         [("get", "a"), ("get", "b/*"), ("put", "a"), ("put", "b/*")]),
        ("secrets", [{"action": ["GET", "read"], "secret": ["a"]}], []),
        ("secrets", [{"action": ["get"]}, {"secret": ["a"]}, {}], []),
        ("secrets", [{"action": "get", "secret": "a"}], []),
        ("drive", [{"shares": ["docs"], "access": "rw"}, {"shares": ["*"], "access": "RW"}],
         [("rw", "docs"), ("ro", "*")]),
        ("kubernetes", [{"impersonate": {"groups": ["viewers"]}}], [("impersonate", "viewers")]),
        ("kubernetes", [{"recorder": ["tag:rec"], "enforceRecorder": True}],
         [("", '{"enforceRecorder":true,"recorder":["tag:rec"]}')]),
        ("golink", [{"admin": False}], []),
        ("golink", [{"admin": False}, {"admin": True}], [("admin", "")]),
        ("relay", [], [("relay", "")]),
        ("webui", [{"canEdit": ["SSH", "*"]}], [("edit", "ssh"), ("edit", "*")]),
        ("proxy-to-grafana", [{"role": "editor"}], [("role", "editor")]),
        ("tailsql", [{"dataSrc": ["main", "*"]}], [("query", "main"), ("query", "*")]),
        ("tsidp", [{"b": 1, "a": [2]}], [("", ""), ("", '{"a":[2],"b":1}')]),
        ("tsidp", [{"allow_admin_ui": True, "allow_dcr": False, "users": ["*"]}, {"allow_dcr": True}],
         [("administer", ""), ("register", ""), ("", ""), ("", '{"users":["*"]}')]),
        ("tsidp", [{"allow_admin_ui": "yes"}], [("", ""), ("", '{"allow_admin_ui":"yes"}')]),
    ],
)  # fmt: skip
def test_parameters_become_permissions(
    name: str, parameters: list[Any], expected: list[tuple[str, str]]
) -> None:
    assert read(CAP + name, *parameters) == expected


def test_a_foreign_capability_without_parameters_is_one_permission() -> None:
    assert read("example.com/cap/x") == [("", "")]
    assert read("example.com/cap/x", 1, "text", None) == [("", "")]


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        (("secrets", "get", "derp/*"), ("secrets", "get", "derp/key"), True),
        (("secrets", "get", "derp/*"), ("secrets", "info", "derp/key"), False),
        (("secrets", "get", "derp/key"), ("secrets", "get", "derp/*"), False),
        (("drive", "rw", "docs"), ("drive", "ro", "docs"), True),
        (("drive", "ro", "*"), ("drive", "ro", "docs"), True),
        (("drive", "ro", "*"), ("drive", "rw", "docs"), False),
        (("proxy-to-grafana", "role", "admin"), ("proxy-to-grafana", "role", "viewer"), True),
        (("proxy-to-grafana", "role", "viewer"), ("proxy-to-grafana", "role", "admin"), False),
        (("proxy-to-grafana", "role", "admin"), ("proxy-to-grafana", "role", "chef"), False),
        (("webui", "edit", "*"), ("webui", "edit", "ssh"), True),
        (("tailsql", "query", "*"), ("webui", "edit", "ssh"), False),
        (("kubernetes", "impersonate", "*"), ("kubernetes", "impersonate", "viewers"), False),
    ],
)
def test_covering(wide: tuple[str, str, str], narrow: tuple[str, str, str], *, expected: bool) -> None:
    assert covers(_permission(wide), _permission(narrow)) is expected
    assert covers(_permission(wide), _permission(wide))


def _permission(parts: tuple[str, str, str]) -> Permission:
    return Permission(CAP + parts[0], *parts[1:])


globs = st.text("ab*", max_size=5)


@given(globs, globs)
def test_a_glob_covers_another_if_every_text_of_it_matches(wide: str, narrow: str) -> None:
    """Every star stands for all texts of up to three letters, one of which no glob names."""
    fillings = ["", "a", "b", "c", "ac", "cb", "aba"]
    stars = narrow.count("*")
    texts = {_filled(narrow, chosen) for chosen in product(fillings, repeat=stars)} if stars < 4 else set()
    assert glob_covers(wide, narrow) == all(glob_covers(wide, text) for text in texts) or stars > 3


def _filled(glob: str, fillings: tuple[str, ...]) -> str:
    parts = glob.split("*")
    return parts[0] + "".join(filling + part for filling, part in zip(fillings, parts[1:], strict=True))


@pytest.mark.parametrize(
    ("glob", "text", "expected"),
    [("*", "", True), ("a*", "ab/c", True), ("a*b", "ab", True), ("a*b", "abc", False), ("", "a", False),
     ("a?", "ab", False), ("**", "x", True), ("*a*", "bab", True)],
)  # fmt: skip
def test_a_glob_matches(glob: str, text: str, *, expected: bool) -> None:
    assert glob_covers(glob, text) is expected
