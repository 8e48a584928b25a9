"""Folding: plain data in canonical spelling, and the way back from a path to the text."""

from __future__ import annotations

import pytest

from tailcli.hujson.nodes import Array, Invalid, String
from tailcli.hujson.parse import parse_text
from tailcli.policy.fold import Places, fold

TEXT = """{
  "Groups": {"group:A": ["a"], "group:n": null},
  "groups": {"group:b": ["b"], "group:b": ["c"], "group:n": null},
  "ACLs": [{"Action": "accept", "src": null, "USERS": ["x"], "other": {"Deep": null}}],
  "derpMap": {"regions": {"1": null, "900": {"regionid": 9e2, "latitude": 1.5}}},
  "hosts": {"h": null},
  "tests": [{"src": "a", "srcPostureAttrs": {"Node": true, "x": null}}],
}"""


def test_plain_data() -> None:
    root = parse_text(TEXT).root
    assert root is not None
    assert fold(root) == {
        "groups": {"group:b": ["c"]},
        "acls": [{"action": "accept", "users": ["x"], "other": {"Deep": None}}],
        "derpMap": {"Regions": {"1": None, "900": {"RegionID": 900, "Latitude": 1.5}}},
        "hosts": {"h": None},
        "tests": [{"src": "a", "srcPostureAttrs": {"Node": True, "x": None}}],
    }


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("groups", "group:b"), '["c"]', '"group:b"'),
        (("groups", "group:b", 0), '"c"', None),
        (("acls",), None, '"ACLs"'),
        (("acls", 0, "users"), '["x"]', '"USERS"'),
        (("acls", 0, "other", "Deep"), "null", '"Deep"'),
        (("derpMap", "Regions", "900", "RegionID"), "9e2", '"regionid"'),
        (("hosts", "h"), "null", '"h"'),
        (("tests", 0, "srcPostureAttrs", "x"), "null", '"x"'),
        ((), TEXT, None),
    ],
)
def test_the_way_back(path: tuple[str | int, ...], value: str | None, key: str | None) -> None:
    root = parse_text(TEXT).root
    assert root is not None
    found = Places(root).locate(path)
    if value is not None:
        assert TEXT[slice(*found.value.span)] == value
    assert (None if found.key is None else TEXT[slice(*found.key.span)]) == key


def test_elements_are_counted_without_those_that_could_not_be_read() -> None:
    strings = tuple(String(at, at + 3, name) for at, name in ((0, "a"), (8, "b")))
    root = Array(0, 12, (strings[0], Invalid(4, 7), strings[1]))
    assert fold(root) == ["a", "b"]
    assert Places(root).locate((1,)).value is strings[1]
