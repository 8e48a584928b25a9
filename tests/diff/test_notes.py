"""What is said of a comparison as a whole."""

from __future__ import annotations

import pytest

from tailcli import api
from tailcli.diff.notes import tells_of_unread

ALLOW_ALL = "has neither acls nor grants, which allows everything to everybody"


def test_a_member_given_twice_is_said() -> None:
    twice = '{"grants": [],\n"groups": {"group:a": []},\n"groups": {"group:a": [], "group:a": []}}'
    (section, name) = api.diff('{"grants": []}', twice).notes
    assert section.startswith("NEW line ")
    assert "groups" in section
    assert "group:a" in name
    assert "the last one counts" in name
    assert api.diff(twice, '{"grants": []}').notes[0].startswith("OLD line ")


def test_many_of_them_are_counted() -> None:
    members = ", ".join('"group:a": []' for _ in range(10))
    said = api.diff(None, f'{{"grants": [], "groups": {{{members}}}}}').notes
    assert said[-1] == "NEW has 4 more members given more than once: the last of each counts"
    assert len(said) == 6


def test_allow_all_is_said() -> None:
    assert api.diff("{}", '{"grants": []}').notes == (f"OLD {ALLOW_ALL}",)
    assert api.diff('{"acls": []}', '{"grants": []}').notes == ()
    assert api.diff(None, None).notes == ()


def test_a_name_that_nothing_defines_is_said() -> None:
    grant = '{"src": ["a@example.com"], "dst": ["tag:x"], "ip": ["*"]}'
    (said,) = api.diff('{"grants": []}', f'{{"grants": [\n{grant}, {grant}]}}').notes
    assert said.startswith('NEW line 2: Tag "tag:x" is not declared')
    assert said.endswith(", so naming it gives nobody anything")
    tags = ", ".join(f'"tag:x{n}"' for n in range(9))
    many = f'{{"grants": [{{"src": ["a@example.com"], "dst": [{tags}], "ip": ["*"]}}]}}'
    start = "OLD names 9 things that it does not define, which gives nobody anything: tag:x0 (line 1), tag:x1"
    assert api.diff(many, None).notes[-1].startswith(start)
    assert api.diff(many, None).notes[-1].endswith(", tag:x4 (line 1) and 4 more")


def test_a_policy_that_fails_its_own_tests_is_said() -> None:
    rules = (
        '"grants": [{"src": ["a@example.com"], "dst": ["tag:x"], "ip": ["22"]}], "tagOwners": {"tag:x": []}'
    )
    test = '{"src": "a@example.com", "accept": ["tag:x:%d"]}'
    good, bad = f'{{{rules},\n"tests": [{test % 22}]}}', f'{{{rules},\n"tests": [{test % 22},\n{test % 80}]}}'
    assert api.diff(good, good).notes == ()
    said = "NEW line 3: a test of its own fails, so the control plane would refuse it (see tailcli test)"
    assert api.diff(good, bad).notes == (said,)


GROUP = '"groups": {"group:a": ["a@example.com"]}'
RULES = '"tagOwners": {"tag:x": []}, "acls": [{"action": "accept", "src": ["group:a"], "dst": ["tag:x:22"]}]'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f'{{{GROUP},\n"acls": 5}}', "acls must be a list of objects, not a number (line 2)"),
        (f'{{{RULES}, "groups": []}}', "groups must be an object, not a list (line 1)"),
        (f'{{{GROUP}, {RULES}, "ssh": "x"}}', "ssh must be a list of objects, not a string (line 1)"),
        (
            f'{{{RULES}, "groups": {{"group:a": "a@example.com"}}}}',
            'groups["group:a"] must be a list of strings, not a string (line 1)',
        ),
    ],
)
def test_what_cannot_be_read_is_said_of_its_version(text: str, fault: str) -> None:
    right = f"{{{GROUP}, {RULES}}}"
    words = (
        "cannot be wholly read: {}. That is taken for empty here; the control plane is expected to refuse "
        "such a file, and then the tailnet {}"
    )
    there, back = api.diff(right, text), api.diff(text, right)
    assert there.notes[0] == f"NEW {words.format(fault, 'keeps the policy that it has')}"
    assert back.notes[0] == f"OLD {words.format(fault, 'is running an earlier policy')}"
    assert all(tells_of_unread(one.notes[0]) for one in (there, back))
    assert (there.new.refusals, back.old.refusals) == ((), ())


def test_of_much_that_cannot_be_read_some_is_named() -> None:
    texts = ", ".join(f'"group:{n}": {n}' for n in range(9))
    (said,) = api.diff(None, f'{{"grants": [], "groups": {{{texts}}}}}').notes
    assert said.count(" (line 1)") == 5
    assert " and 4 more such places. " in said


def test_what_can_be_read_is_not_said_to_be_unreadable() -> None:
    twice = '{"grants": [], "NEW cannot be wholly read": 1, "NEW cannot be wholly read": 2}'
    assert not any(map(tells_of_unread, api.diff(twice, twice).notes))
