"""Keys: matched as the server does, with duplicates and misspellings at their place."""

from __future__ import annotations

import pytest

from tailcli.hujson.parse import parse_text
from tailcli.policy.decode import decode
from tailcli.policy.problems import Kind, Problem


def problems(text: str) -> tuple[Problem, ...]:
    return decode(parse_text(text)).problems


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


@pytest.mark.parametrize(
    "key",
    ["ACLs", "Acls", "ACLS", "acl\u017f", "AC\\u004cs"],
    ids=["legacy", "title", "upper", "long-s", "escaped"],
)
def test_a_key_in_another_case_is_the_same_field(key: str) -> None:
    policy = decode(parse_text(f'{{"{key}": []}}'))
    assert policy.acls == ()
    (problem,) = policy.problems
    assert (problem.kind, problem.allowed) == (Kind.KEY_CASE, ("acls",))
    assert problem.server is None


def test_the_kelvin_sign_is_a_k() -> None:
    text = '{"autoApprovers": {}, "sshTests": [{"src": "a", "chec\u212a": ["root"]}]}'
    assert [problem.kind for problem in problems(text)] == [Kind.KEY_CASE]


@pytest.mark.parametrize("key", ["ac ls", "acl", "ac-ls", "\u0430cls", "acls\u0307", ""])
def test_other_spellings_are_other_keys(key: str) -> None:
    assert only(f'{{"{key}": []}}').kind is Kind.UNKNOWN_FIELD


def test_names_that_are_data_keep_their_case() -> None:
    policy = decode(parse_text('{"groups": {"group:A": [], "group:a": []}}'))
    assert [group.name.value for group in policy.groups] == ["group:A", "group:a"]
    assert policy.problems == ()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"acls": [], "acls": []}', "acls"),
        ('{"grants": [{"src": [], "dst": [], "src": []}]}', "grants[0].src"),
        ('{"groups": {"group:x": [], "group:x": []}}', 'groups["group:x"]'),
        (
            '{"grants": [{"src": [], "dst": [], "app": {"x": [{"k": 1, "k": 2}]}}]}',
            'grants[0].app["x"][0]["k"]',
        ),
        (
            '{"tests": [{"src": "a", "srcPostureAttrs": {"node:os": 1, "node:os": 2}}]}',
            "tests[0].srcPostureAttrs",
        ),
        ('{"groups": {"group:x": [], "group:\\u0078": []}}', 'groups["group:x"]'),
    ],
)
def test_a_duplicate_points_at_the_first(text: str, where: str) -> None:
    problem = only(text)
    assert problem.kind is Kind.DUPLICATE_KEY
    assert problem.message.startswith(where)
    ((first, _),) = problem.related
    assert first < problem.span


def test_case_variants_are_duplicates() -> None:
    kinds = [problem.kind for problem in problems('{"groups": {}, "Groups": {}, "GROUPS": {}}')]
    assert kinds.count(Kind.DUPLICATE_KEY) == 2
    assert kinds.count(Kind.KEY_CASE) == 2


def test_the_last_duplicate_counts_at_every_level() -> None:
    text = """{"Groups": {"group:x": ["a"]}, "groups": {"group:y": ["b"], "group:y": ["c"]},
               "acls": [], "acls": null}"""
    policy = decode(parse_text(text))
    assert [(group.name.value, group.members[0].value) for group in policy.groups] == [("group:y", "c")]
    assert policy.acls is None


def test_only_the_counting_duplicate_has_a_type() -> None:
    assert [problem.kind for problem in problems('{"groups": 1, "groups": {}}')] == [Kind.DUPLICATE_KEY]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ('{"acls": [{"action": "accept", "src": [], "dest": []}]}', "dst"),
        ('{"acls": [{"action": "accept", "src": [], "destination": []}]}', "dst"),
        ('{"acls": [{"action": "accept", "sources": [], "dst": []}]}', "src"),
        ('{"acls": [{"acton": "accept", "src": [], "dst": []}]}', "action"),
        ('{"acls": [{"action": "accept", "src": [], "dst": [], "protocol": "tcp"}]}', "proto"),
        ('{"grants": [{"src": [], "dst": [], "ports": []}]}', "ip"),
        ('{"grants": [{"src": [], "dst": [], "srcPostures": []}]}', "srcPosture"),
        ('{"ssh": [{"action": "accept", "user": []}]}', "users"),
        ('{"tagOwner": {}}', "tagOwners"),
        ('{"group": {}}', "groups"),
        ('{"autoApprover": {}}', "autoApprovers"),
        ('{"autoApprovers": {"exitnodes": []}}', "exitNode"),
    ],
)
def test_a_misspelt_field_is_recognized_and_nothing_else_said(text: str, best: str) -> None:
    problem = only(text)
    assert problem.kind is Kind.UNKNOWN_FIELD
    assert problem.allowed[0] == best
    assert problem.hint == f'Did you mean "{best}"?'


def test_an_unknown_field_that_resembles_nothing() -> None:
    problem = only('{"acls": [{"action": "accept", "src": [], "dst": [], "comment": "x"}]}')
    assert problem.server == 'json: unknown field "comment"'
    assert problem.allowed == ("proto", "srcPosture")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            '{"acls": [{"action": "accept", "src": [], "dst": [], "comment": "x"}]}',
            "Write a remark as a comment: // ...",
        ),
        (
            '{"acls": [{"action": "accept", "src": [], "dst": [], "hosts": {}}]}',
            "This is a section: it belongs at the top",
        ),
        (
            '{"grants": [{"src": [], "dst": [], "action": "accept"}]}',
            "This is a field of another kind of entry: ACL rule, S",
        ),
        ('{"$schema": "https://example.com"}', "The schema is chosen in the settings of the editor"),
        ('{"dns": {}}', None),
    ],
)
def test_a_key_that_would_be_right_elsewhere_says_where(text: str, hint: str | None) -> None:
    problem = only(text)
    assert problem.hint == hint if hint is None else (problem.hint or "").startswith(hint)


def test_a_field_that_is_there_already_is_not_proposed() -> None:
    problem = only('{"acls": [{"action": "accept", "src": [], "dst": [], "dest": []}]}')
    assert problem.hint != 'Did you mean "dst"?'
    assert "dst" not in problem.allowed


def test_the_printed_mistakes_are_found_and_nothing_else() -> None:
    text = '{"ACLs": [{"action": "accept", "src": ["tag:monitoring"], "dest": ["tag:derp:9100"]}]}'
    found = {(problem.kind, text[slice(*problem.span)], problem.allowed[0]) for problem in problems(text)}
    assert found == {(Kind.KEY_CASE, '"ACLs"', "acls"), (Kind.UNKNOWN_FIELD, '"dest"', "dst")}


def test_a_very_long_key_does_not_make_a_long_message() -> None:
    problem = only('{"' + "x" * 100_000 + '": 1}')
    assert len(problem.message) < 200
