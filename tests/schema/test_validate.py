"""Violations: at their place, in plain words."""

from __future__ import annotations

import pytest

from tailcli.schema.validate import Violation, validate
from tailcli.schema.violations import Fault
from tests.policy.test_decode import decoded


def only(text: str) -> Violation:
    (violation,) = validate(decoded(text))
    return violation


@pytest.mark.parametrize(
    ("text", "fault", "underlined", "pointer"),
    [
        ('{"dns": {}}', Fault.UNKNOWN_FIELD, '"dns"', "/dns"),
        (
            '{"ACLs": [{"action": "accept", "src": [], "dest": []}]}',
            Fault.UNKNOWN_FIELD,
            '"dest"',
            "/acls/0/dest",
        ),
        ('{"grants": [{"src": [], "ip": []}]}', Fault.MISSING_FIELD, "{", "/grants/0"),
        ('{"acls": [{"action": "accept", "users": []}]}', Fault.MISSING_FIELD, "{", "/acls/0"),
        ('{"tests": [{"src": "a", "user": "b"}]}', Fault.MIXED_LEGACY_FIELDS, '"user"', "/tests/0"),
        ('{"Groups": {"group:x/y~": "a"}}', Fault.WRONG_TYPE, '"a"', "/groups/group:x~1y~0"),
        ('{"groups": {"group:x": [1]}}', Fault.WRONG_TYPE, "1", "/groups/group:x/0"),
        ('{"acls": ["x"]}', Fault.WRONG_TYPE, '"x"', "/acls/0"),
        ('{"postures": {"posture:x": 1}}', Fault.WRONG_TYPE, "1", "/postures/posture:x"),
        ('{"postures": {"posture:x": [1]}}', Fault.WRONG_TYPE, "1", "/postures/posture:x/0"),
        (
            '{"postures": {"posture:x": {"assertions": 1}}}',
            Fault.WRONG_TYPE,
            "1",
            "/postures/posture:x/assertions",
        ),
        ('{"derpMap": {"regions": {"900": 1}}}', Fault.WRONG_TYPE, "1", "/derpMap/Regions/900"),
        ('{"derpMap": {"regions": {"900": null, "y": {}}}}', Fault.VALUE, '"y"', "/derpMap/Regions/y"),
        ('{"acls": [{"action": "deny", "src": [], "dst": []}]}', Fault.VALUE, '"deny"', "/acls/0/action"),
        ('{"OneCGNATRoute": true}', Fault.WRONG_TYPE, "true", "/OneCGNATRoute"),
        ('{"OneCGNATRoute": "never"}', Fault.VALUE, '"never"', "/OneCGNATRoute"),
        ("[]", Fault.WRONG_TYPE, "[]", ""),
    ],
)
def test_a_violation_is_at_its_place(text: str, fault: Fault, underlined: str, pointer: str) -> None:
    violation = only(text)
    assert violation.fault is fault
    assert text[slice(*violation.span)] == underlined
    assert violation.pointer == pointer


def test_a_violation_speaks_plainly() -> None:
    violation = only('{"acls": [{"action": "accept", "src": [], "dest": ["tag:derp:9100"]}]}')
    assert violation.message == 'acls[0] has no field "dest".'
    assert violation.hint == 'Did you mean "dst"?'
    assert violation.allowed[0] == "dst"


def test_the_allowed_values_are_named() -> None:
    violation = only('{"ssh": [{"action": "deny", "users": ["root"]}]}')
    assert violation.message == 'ssh[0].action cannot be "deny".'
    assert violation.allowed == ("accept", "check")


@pytest.mark.parametrize(
    "text",
    [
        '{"ACLs": [], "acls": []}',
        '{"grants": null, "groups": {"group:x": null}}',
        '{"ssh": [{"action": " accept", "users": [], "src": null}]}',
        '{"derpMap": {"Regions": {"1": null}}}',
    ],
)
def test_case_duplicates_nulls_and_blanks_are_no_violations(text: str) -> None:
    assert validate(decoded(text)) == ()


@pytest.mark.parametrize(
    "text", ["", "//", '{"grants": [}', '{"groups": {"group:x": }}', '{"disableIPv4": yes}']
)
def test_what_could_not_be_read_is_no_violation(text: str) -> None:
    policy = decoded(text)
    assert policy.document.problems
    assert validate(policy) == ()


def test_violations_come_in_the_order_of_the_file_and_once_each() -> None:
    text = '{"x": 1, "grants": [{}, {"y": 1, "z": 2}], "a": 1}'
    found = validate(decoded(text))
    assert [violation.span for violation in found] == sorted(violation.span for violation in found)
    assert len(set(found)) == len(found) == 8


@pytest.mark.parametrize("text", ["[" * 9000 + "]" * 9000, '{"x": ' + "[" * 9000 + "]" * 9000 + "}"])
def test_depth_is_no_danger(text: str) -> None:
    assert validate(decoded(text))[0].fault in {Fault.WRONG_TYPE, Fault.UNKNOWN_FIELD}
