from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.policy.faults import Fault
from tailcli.policy.posture_evaluation import compare_versions, holds
from tailcli.policy.postures import Assertion, Literal, canonical, parse_assertion


def _read(text: str) -> Assertion:
    found = parse_assertion(text)
    assert isinstance(found, Assertion)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("node:os == 'macos'", "node:os == 'macos'"),
        ("  node:os=='macos'  ", "node:os == 'macos'"),
        ("node:tsAutoUpdate", "node:tsAutoUpdate == true"),
        ("node:tsAutoUpdate == TRUE", "node:tsAutoUpdate == true"),
        ("node:os in ['b','a']", "node:os IN ['a', 'b']"),
        ("node:os IN ['a']", "node:os == 'a'"),
        ("node:os NOT IN ['a']", "node:os != 'a'"),
        ("node:os not in ['a', 'b', 'a']", "node:os NOT IN ['a', 'b']"),
        ("custom:tier IS SET", "custom:tier IS SET"),
        ("custom:tier not set", "custom:tier NOT SET"),
        ("falcon:ztaScore >= 85.0", "falcon:ztaScore >= 85"),
        ("falcon:ztaScore < 85.5", "falcon:ztaScore < 85.5"),
        ("ip:country == 'ipset:offices'", "ip:country == 'ipset:offices'"),
    ],
)
def test_equal_conditions_have_one_canonical_text(text: str, expected: str) -> None:
    assert canonical(_read(text)) == expected
    assert canonical(_read(expected)) == expected


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("", ""),
        ("os == 'linux'", "os"),
        ("node:os = 'linux'", "="),
        ("node:os == linux", "linux"),
        ("node:os == 'linux", "'"),
        ("node:os ==", ""),
        ("node:os IN 'a'", "'a'"),
        ("node:os IN ['a' 'b']", "'b'"),
        ("node:os IN ['a',", ""),
        ("node:os IS", "IS"),
        ("node:os == 'a' && node:os == 'b'", "&&"),
        ('node:os == "linux"', '"linux"'),
    ],
)
def test_a_fault_points_at_what_cannot_be_read(text: str, blamed: str) -> None:
    found = parse_assertion(text)
    assert isinstance(found, Fault)
    assert text[found.start : found.end] == blamed


@given(st.text(alphabet="node:s =!<>[]',INOTSE18.tru", max_size=30))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = parse_assertion(text)
    if isinstance(found, Fault):
        assert 0 <= found.start <= found.end <= len(text)
    else:
        assert text[found.start :].startswith(found.attribute)


@pytest.mark.parametrize(
    ("text", "attributes", "expected"),
    [
        ("node:os == 'macos'", {"node:os": "macos"}, True),
        ("node:os == 'macos'", {"node:os": "linux"}, False),
        ("node:os != 'macos'", {"node:os": "linux"}, True),
        ("node:os != 'macos'", {}, False),
        ("node:os NOT IN ['macos']", {}, False),
        ("node:os NOT SET", {}, True),
        ("node:os NOT SET", {"node:os": "macos"}, False),
        ("node:os IS SET", {"node:os": "macos"}, True),
        ("node:os IS SET", {}, False),
        ("node:os == 'macos'", {"node:os": None}, None),
        ("node:os NOT SET", {"node:os": None}, None),
        ("node:os == 'macos'", None, None),
        ("node:os NOT SET", None, None),
        ("node:tsVersion >= '1.9'", {"node:tsVersion": "1.80.2"}, True),
        ("node:tsVersion < '1.9'", {"node:tsVersion": "1.80.2"}, False),
        ("node:tsVersion == '1.08'", {"node:tsVersion": "1.8"}, True),
        ("falcon:ztaScore > 80", {"falcon:ztaScore": 80}, False),
        ("falcon:ztaScore >= 80", {"falcon:ztaScore": 80}, True),
        ("falcon:ztaScore >= 80", {"falcon:ztaScore": "high"}, None),
        ("node:tsAutoUpdate", {"node:tsAutoUpdate": True}, True),
        ("node:tsAutoUpdate", {"node:tsAutoUpdate": False}, False),
        ("custom:x == 1", {"custom:x": True}, False),
    ],
)
def test_an_assertion_holds_or_not_or_nobody_knows(
    text: str, attributes: dict[str, Literal | None] | None, *, expected: bool | None
) -> None:
    assert holds(_read(text), attributes) is expected


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.9", "1.10"),
        ("12", "12.0"),
        ("1.80.1", "1.80.2"),
        ("1.80.2", "1.81"),
        ("", "1"),
        ("1.2-a", "1.2-b"),
    ],
)
def test_versions_are_ordered(older: str, newer: str) -> None:
    assert compare_versions(older, newer) < 0 < compare_versions(newer, older)


@given(st.text(alphabet="0123.-ab", max_size=12), st.text(alphabet="0123.-ab", max_size=12))
def test_the_order_of_versions_is_antisymmetric(one: str, other: str) -> None:
    assert compare_versions(one, other) == -compare_versions(other, one)
    assert compare_versions(one, one) == 0
