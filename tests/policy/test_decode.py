"""What the decoder makes of every section: the model where the shape is right, else a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli.hujson.parse import parse_text
from tailcli.policy.decode import decode
from tailcli.policy.load import load
from tailcli.policy.problems import Kind, Problem
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy


def decoded(text: str) -> Policy:
    return decode(parse_text(text))


def facts(text: str) -> list[tuple[Kind, str]]:
    """Each problem with the text that it underlines, in the order of the file."""
    return [(problem.kind, text[slice(*problem.span)]) for problem in decoded(text).problems]


def test_problems_come_in_the_order_of_the_file() -> None:
    found = facts('{"x": 1, "grants": [{"src": 1, "dst": [], "y": 2}, {}], "Hosts": 1}')
    assert [text for _, text in found] == ['"x"', "1", '"y"', "{", "{", '"Hosts"', "1"]


def only(text: str) -> Problem:
    (problem,) = decoded(text).problems
    return problem


def values(strings: tuple[String, ...]) -> list[str]:
    return [string.value for string in strings]


WHOLE = """{
  // every section once
  "acls": [{"action": "accept", "src": ["a"], "dst": ["b:1"], "proto": "tcp", "srcPosture": ["posture:p"]}],
  "grants": [{"src": ["a"], "dst": ["b"], "ip": ["*"],
              "app": {"example.com/cap/x": [{"k": 1}], "example.com/y": []},
              "srcPosture": ["posture:p"], "via": ["tag:r"]}],
  "ssh": [{"action": "check", "src": ["a"], "dst": ["tag:t"], "users": ["root"], "checkPeriod": "1h",
           "acceptEnv": ["X_*"], "srcPosture": ["posture:p"],
           "recorder": ["tag:r"], "enforceRecorder": true}],
  "groups": {"group:g": ["a@example.com"], "group:empty": null},
  "tagOwners": {"tag:t": ["group:g"], "tag:r": []},
  "hosts": {"h": "10.0.0.1"},
  "ipsets": {"ipset:i": ["add 10.0.0.0/8"]},
  "postures": {"posture:p": ["node:os == 'linux'"], "posture:q": {"assertions": ["ip:country == 'US'"]}},
  "defaultSrcPosture": ["posture:p"],
  "tests": [{"src": "a", "proto": "tcp", "accept": ["b:1"], "deny": ["c:1"],
             "srcPostureAttrs": {"node:os": "linux"}}],
  "sshTests": [{"src": "a", "dst": ["tag:t"], "accept": ["x"], "check": ["y"], "deny": ["z"]}],
  "nodeAttrs": [{"target": ["*"], "attr": ["funnel"], "ipPool": ["100.81.0.0/16"], "app": {"x": [{}]}}],
  "autoApprovers": {"routes": {"10.0.0.0/8": ["tag:r"]}, "exitNode": ["tag:r"],
                    "services": {"svc:s": ["tag:t"]}},
  "derpMap": {"Regions": {"1": null, "900": {"RegionID": 900, "RegionCode": "x", "Latitude": 1.5, "Nodes": [
     {"Name": "900a", "RegionID": 900, "HostName": "derp.example.com", "STUNPort": -1, "CanPort80": true}]}},
     "HomeParams": {"RegionScore": {"900": 0.5}}, "omitDefaultRegions": false},
  "disableIPv4": false, "OneCGNATRoute": "", "randomizeClientPort": true,
  "attrConfig": {"custom:tier": {"type": "string", "allowSetByNode": true, "broadcastToPeers": ["*"]}},
}
"""


def test_a_policy_with_every_section_has_no_problem() -> None:
    policy = decoded(WHOLE)
    assert policy.document.problems == ()
    assert policy.problems == ()
    assert len(policy.sections) == 18


def test_access_rules_are_typed() -> None:
    policy = decoded(WHOLE)
    assert policy.acls is not None
    assert policy.grants is not None
    (acl,), (grant,), (ssh,) = policy.acls, policy.grants, policy.ssh
    assert acl.action is not None
    assert acl.proto is not None
    assert (acl.action.value, values(acl.src), values(acl.dst), acl.proto.value) == (
        "accept",
        ["a"],
        ["b:1"],
        "tcp",
    )
    assert [(c.name.value, c.parameters is not None) for c in grant.app] == [
        ("example.com/cap/x", True),
        ("example.com/y", True),
    ]
    assert (values(grant.via), values(grant.src_posture)) == (["tag:r"], ["posture:p"])
    assert ssh.check_period is not None
    assert (ssh.check_period.value, ssh.enforce_recorder, values(ssh.recorder)) == ("1h", True, ["tag:r"])
    assert list(grant.keys) == ["src", "dst", "ip", "app", "srcPosture", "via"]


def test_definitions_are_typed() -> None:
    policy = decoded(WHOLE)
    assert [(g.name.value, values(g.members)) for g in policy.groups] == [
        ("group:g", ["a@example.com"]),
        ("group:empty", []),
    ]
    assert [(t.name.value, values(t.owners)) for t in policy.tag_owners] == [
        ("tag:t", ["group:g"]),
        ("tag:r", []),
    ]
    assert [(h.name.value, h.address.value) for h in policy.hosts] == [("h", "10.0.0.1")]
    assert [(p.name.value, values(p.assertions)) for p in policy.postures] == [
        ("posture:p", ["node:os == 'linux'"]),
        ("posture:q", ["ip:country == 'US'"]),
    ]
    assert values(policy.default_src_posture) == ["posture:p"]


def test_the_rest_is_typed() -> None:
    policy = decoded(WHOLE)
    (test,), (ssh_test,), (attribute,) = policy.tests, policy.ssh_tests, policy.node_attrs
    assert test.src is not None
    assert (test.src.value, values(test.accept), values(test.deny)) == ("a", ["b:1"], ["c:1"])
    assert test.src_posture_attrs is not None
    assert (values(ssh_test.accept), values(ssh_test.check), values(ssh_test.deny)) == (["x"], ["y"], ["z"])
    assert (values(attribute.attr), values(attribute.ip_pool)) == (["funnel"], ["100.81.0.0/16"])
    approvers = policy.auto_approvers
    assert [(r.name.value, values(r.approvers)) for r in approvers.routes] == [("10.0.0.0/8", ["tag:r"])]
    assert approvers.exit_node_key is not None
    assert {option.name for option in policy.network_options} == {
        "derpMap",
        "disableIPv4",
        "OneCGNATRoute",
        "randomizeClientPort",
        "attrConfig",
    }


def test_absent_and_null_sections_are_none_and_empty_ones_are_not() -> None:
    for text, acls in (("{}", None), ('{"acls": null}', None), ('{"acls": []}', ())):
        assert decoded(text).acls == acls
        assert decoded(text).problems == ()


def test_legacy_spellings_are_read_as_the_current_fields() -> None:
    policy = decoded(
        '{"acls": [{"action": "accept", "Users": ["a"], "ports": ["b:1"]}],'
        ' "tests": [{"user": "a", "allow": ["b:1"]}]}'
    )
    assert policy.acls is not None
    (rule,), (test,) = policy.acls, policy.tests
    assert (values(rule.src), values(rule.dst)) == (["a"], ["b:1"])
    assert rule.keys["src"].value == "Users"
    assert test.src is not None
    assert (test.src.value, values(test.accept)) == ("a", ["b:1"])


@pytest.mark.parametrize(
    ("text", "underlined", "message"),
    [
        ('{"groups": {"group:x": "a"}}', '"a"', 'groups["group:x"] must be a list of strings, not a string.'),
        ('{"groups": []}', "[]", "groups must be an object, not a list."),
        ('{"hosts": {"h": ["10.0.0.1"]}}', '["10.0.0.1"]', 'hosts["h"] must be a string, not a list.'),
        ('{"hosts": {"h": null}}', "null", 'hosts["h"] must be a string, not null.'),
        ('{"acls": {}}', "{}", "acls must be a list of objects, not an object."),
        ('{"acls": ["x"]}', '"x"', "acls[0] must be an object, not a string."),
        ('{"acls": [null]}', "null", "acls[0] must be an object, not null."),
        (
            '{"grants": [{"src": "a", "dst": []}]}',
            '"a"',
            "grants[0].src must be a list of strings, not a string.",
        ),
        ('{"grants": [{"src": [1], "dst": []}]}', "1", "grants[0].src[0] must be a string, not a number."),
        (
            '{"grants": [{"src": [], "dst": [], "app": []}]}',
            "[]",
            "grants[0].app must be an object, not a list.",
        ),
        (
            '{"grants": [{"src": [], "dst": [], "app": {"x": {}}}]}',
            "{}",
            'grants[0].app["x"] must be a list, not an object.',
        ),
        (
            '{"ssh": [{"action": "accept", "users": [], "enforceRecorder": "true"}]}',
            '"true"',
            "ssh[0].enforceRecorder must be true or false, not a string.",
        ),
        ('{"tests": [{"src": ["a"]}]}', '["a"]', "tests[0].src must be a string, not a list."),
        (
            '{"sshTests": [{"src": "a", "dst": "b"}]}',
            '"b"',
            "sshTests[0].dst must be a list of strings, not a string.",
        ),
        (
            '{"nodeAttrs": [{"target": "*"}]}',
            '"*"',
            "nodeAttrs[0].target must be a list of strings, not a string.",
        ),
        (
            '{"autoApprovers": {"exitNode": "tag:x"}}',
            '"tag:x"',
            "autoApprovers.exitNode must be a list of strings, not a string.",
        ),
        (
            '{"postures": {"posture:x": true}}',
            "true",
            'postures["posture:x"] must be a list of strings or an object, not a boolean.',
        ),
        (
            '{"derpMap": {"Regions": {"900": {"RegionID": 1.5}}}}',
            "1.5",
            'derpMap.Regions["900"].RegionID must be a whole number, not a fraction.',
        ),
        (
            '{"randomizeClientPort": "yes"}',
            '"yes"',
            "randomizeClientPort must be true or false, not a string.",
        ),
        (
            '{"attrConfig": {"custom:a": "string"}}',
            '"string"',
            'attrConfig["custom:a"] must be an object, not a string.',
        ),
    ],
)
def test_a_value_of_the_wrong_type(text: str, underlined: str, message: str) -> None:
    assert facts(text) == [(Kind.WRONG_TYPE, underlined)]
    assert only(text).message == message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{"groups": {"group:x": "a"}}', 'Put it in a list: ["a"].'),
        ('{"hosts": {"h": ["10.0.0.1"]}}', "Leave out the brackets: one value is enough."),
        ('{"tests": [{"src": 22}]}', 'Put it in quotes: "22".'),
        ('{"randomizeClientPort": "true"}', "Leave out the quotes: true."),
        ('{"acls": {"action": "accept"}}', "Put it in a list: [{ ... }]."),
        ('{"autoApprovers": [{"exitNode": []}]}', "Leave out the brackets around the object."),
        ('{"groups": ["group:x"]}', 'The keys name the entries: {"group:NAME": ...}.'),
        ('{"disableIPv4": "sometimes"}', None),
    ],
)
def test_a_wrong_type_says_how_to_write_it(text: str, hint: str | None) -> None:
    assert only(text).hint == hint


@pytest.mark.parametrize(
    ("text", "message", "server"),
    [
        ('{"acls": [{"src": [], "dst": []}]}', 'acls[0] has no "action".', None),
        ('{"acls": [{"action": "accept", "dst": []}]}', 'acls[0] has no "src".', None),
        ('{"acls": [{"action": "accept", "users": []}]}', 'acls[0] has no "dst".', None),
        ('{"grants": [{"dst": [], "ip": ["*"]}]}', 'grants[0] has no "src".', None),
        ('{"grants": [{"src": [], "ip": ["*"]}]}', 'grants[0] has no "dst".', None),
        ('{"ssh": [{"users": ["root"]}]}', 'ssh[0] has no "action".', "action must be specified"),
        ('{"ssh": [{"action": "accept"}]}', 'ssh[0] has no "users".', "users must be specified"),
        (
            '{"ssh": [{"action": "accept", "users": null}]}',
            'ssh[0] has no "users".',
            "users must be specified",
        ),
        ('{"tests": [{"accept": []}]}', 'tests[0] has no "src".', "test(s) failed"),
        ('{"sshTests": [{"dst": []}]}', 'sshTests[0] has no "src".', None),
        ('{"postures": {"posture:x": {}}}', 'postures["posture:x"] has no "assertions".', None),
    ],
)
def test_a_required_field_that_is_missing(text: str, message: str, server: str | None) -> None:
    problem = only(text)
    assert (problem.kind, problem.message, problem.server) == (Kind.MISSING_FIELD, message, server)
    assert text[slice(*problem.span)] == "{"


@pytest.mark.parametrize(
    "text",
    [
        '{"ssh": [{"action": "accept", "users": ["root"]}]}',
        '{"nodeAttrs": [{}]}',
        '{"tests": [{"user": "a"}]}',
        '{"grants": [{"src": [], "dst": []}]}',
        '{"autoApprovers": {}, "derpMap": {}}',
    ],
)
def test_what_the_server_does_without_is_not_required(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "related"),
    [
        ('{"acls": [{"action": "accept", "users": [], "src": [], "dst": []}]}', '"src"'),
        ('{"acls": [{"action": "accept", "src": [], "dst": [], "PORTS": []}]}', '"dst"'),
        ('{"tests": [{"user": "a", "src": "b"}]}', '"src"'),
        ('{"tests": [{"src": "b", "accept": [], "allow": []}]}', '"accept"'),
    ],
)
def test_both_spellings_of_a_field_at_once(text: str, related: str) -> None:
    (problem,) = (p for p in decoded(text).problems if p.kind is not Kind.KEY_CASE)
    assert problem.kind is Kind.MIXED_LEGACY_FIELDS
    assert text[slice(*problem.related[0][0])] == related


def test_of_both_spellings_the_current_one_counts() -> None:
    policy = decoded('{"acls": [{"action": "accept", "src": ["a"], "dst": ["b:1"], "users": ["c"]}]}')
    assert policy.acls is not None
    assert values(policy.acls[0].src) == ["a"]


@pytest.mark.parametrize("text", ["[]", '"x"', "1", "true", "null", "[[[]]]"])
def test_a_file_that_is_no_object(text: str) -> None:
    assert facts(text) == [(Kind.NOT_AN_OBJECT, text)]
    assert decoded(text).root is None


@pytest.mark.parametrize("text", ["", "// nothing\n", "#"])
def test_a_file_without_a_value_is_a_matter_of_syntax_alone(text: str) -> None:
    policy = load(SourceText("policy.hujson", text))
    assert policy.document.problems
    assert policy.problems == ()


def test_closed_values() -> None:
    assert facts('{"OneCGNATRoute": "mac"}') == [(Kind.BAD_VALUE, '"mac"')]
    assert only('{"OneCGNATRoute": "mac"}').allowed == ("", "mac-always", "mac-never")
    assert facts('{"derpMap": {"Regions": {"nine": null}}}') == [(Kind.BAD_VALUE, '"nine"')]


def test_entries_of_the_wrong_shape_are_left_out_and_counted() -> None:
    policy = decoded('{"grants": [1, {"src": ["a", 2, "b"], "dst": []}]}')
    assert policy.grants is not None
    (grant,) = policy.grants
    assert (grant.ordinal, values(grant.src)) == (1, ["a", "b"])


def test_a_definition_of_the_wrong_type_still_defines_its_name() -> None:
    policy = decoded('{"groups": {"group:x": "a"}}')
    assert [(group.name.value, group.members) for group in policy.groups] == [("group:x", ())]


def test_what_could_not_be_read_is_passed_over() -> None:
    policy = decoded('{"grants": [{"src": [tag:x], "dst": ["a"], "ip": ["*"]}], "groups": }')
    assert policy.document.problems
    assert {problem.kind for problem in policy.problems} <= {Kind.MISSING_FIELD}


def nested(levels: int) -> str:
    """A policy whose innermost string has that many objects and lists around it."""
    inner = levels - 5
    return (
        '{"grants": [{"src": [], "dst": [], "app": {"x": [' + "[" * inner + '"deep"' + "]" * inner + "]}}]}"
    )


def test_a_value_may_have_a_hundred_others_around_it() -> None:
    assert facts(nested(100)) == []


@pytest.mark.parametrize("levels", [101, 150, 9000])
def test_a_value_that_is_deeper_is_reported_and_cut_off(levels: int) -> None:
    text = nested(levels)
    policy = decoded(text)
    (problem,) = policy.problems
    assert problem.kind is Kind.TOO_DEEP
    assert '"deep"' in text[slice(*problem.span)]
    assert "'deep'" not in repr(policy.root)


@pytest.mark.parametrize(
    "text",
    [
        '{"unknown": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"groups": ' + "[" * 5000 + "]" * 5000 + "}",
        "[" * 5000 + "]" * 5000,
    ],
)
def test_depth_is_found_wherever_it_is(text: str) -> None:
    assert Kind.TOO_DEEP in {problem.kind for problem in decoded(text).problems}


def test_a_bare_word_is_one_mistake_and_not_two() -> None:
    policy = decoded('{"disableIPv4": yes, "groups": {"group:x": [alice]}}')
    assert len(policy.document.problems) == 2
    assert policy.problems == ()
