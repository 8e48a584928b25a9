"""The one message that the control plane would give, and what holds for every policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.policy.check import check, refused, server_verdict
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.policy.check.reading import policy_of

_CAPTURES = Path(__file__).parents[4] / "shared" / "captures"
_ANONYMISED_DIFFERENTLY = {"ssh-e1": ("PASSKEY", "EXAMPLE.COM")}
"""Cases whose recorded message still names what the recorded policy no longer does."""

_WRONG_RULE = {"action": "deny", "src": ["*"], "dst": ["*:*"]}
_WRONG_GRANT = {"src": ["*"], "dst": ["*"]}
_WRONG_GROUP = {"group:a": ["group:a"]}
_WRONG_SSH = {"action": "accept"}


@pytest.mark.parametrize(
    ("data", "server"),
    [
        ({}, None),
        ({"grants": [{"src": ["group:undefined"], "dst": ["*"], "ip": ["*"]}]}, None),
        ({"acls": [_WRONG_RULE]}, 'action="deny" is not supported'),
        ({"acls": [_WRONG_RULE], "grants": [_WRONG_GRANT]}, "ip and app can not both be empty"),
        ({"ssh": [_WRONG_SSH]}, "users must be specified"),
        ({"ssh": [_WRONG_SSH], "acls": [_WRONG_RULE]}, 'action="deny" is not supported'),
        (
            {"grants": [_WRONG_GRANT], "groups": _WRONG_GROUP},
            'groups["group:a"]: "group:a": group members cannot be recursive',
        ),
        ({"groups": _WRONG_GROUP, "grant": []}, 'json: unknown field "grant"'),
    ],
)
def test_of_several_faults_the_server_names_one(data: dict[str, object], server: str | None) -> None:
    policy = policy_of(data)
    verdict = server_verdict(policy)
    assert (None if verdict is None else verdict.server) == server
    assert refused(policy) is (server is not None)


@pytest.mark.conformance
@pytest.mark.parametrize("category", ["acl", "grant", "nodeattrs", "policytest", "routes", "ssh", "sshtest"])
def test_the_verdict_and_its_words_are_those_of_the_control_plane(category: str) -> None:
    path = _CAPTURES / f"{category}.json"
    if not path.exists():
        pytest.skip("the recorded answers of the control plane are not beside the checkout")
    differing = {}
    for case in json.loads(path.read_text()):
        found = _message(case["policy"], tuple(case["login_domains"]))
        expected = _expected(case["id"], case["verdict"])
        # A policy's tests are run elsewhere: here a malformed one may be found already.
        if found != expected and not (expected is None and found == case["verdict"].get("message")):
            differing[case["id"]] = (expected, found)
    assert differing == {}


def _message(policy: str, domains: tuple[str, ...]) -> str | None:
    verdict = server_verdict(load(SourceText("policy.hujson", policy)), domains)
    return None if verdict is None else verdict.server


def _expected(case: str, verdict: dict[str, str]) -> str | None:
    message = verdict.get("message", "test(s) failed")
    if message == "test(s) failed":
        return None
    recorded, published = _ANONYMISED_DIFFERENTLY.get(case, ("", ""))
    return message.replace(recorded, published) if recorded else message


@pytest.mark.conformance
def test_nothing_is_said_about_a_policy_that_the_control_plane_took() -> None:
    paths = sorted(_CAPTURES.glob("*.json"))
    if not paths:
        pytest.skip("the recorded answers of the control plane are not beside the checkout")
    cases = [case for path in paths for case in json.loads(path.read_text())]
    accepted = [case for case in cases if case["verdict"]["status"] == 200]
    assert len(accepted) > 400
    found = {
        case["id"]: problems
        for case in accepted
        if (
            problems := check(load(SourceText("policy.hujson", case["policy"])), tuple(case["login_domains"]))
        )
    }
    assert found == {}


_WORDS = st.sampled_from(
    ["*", "tag:a", "tag:\u0430", "group:a", "a@b.c", "user:*@gmail.com", "10.0.0.0/8", "::/0", "x:", ":", "",
     "h", "autogroup:self", "autogroup:x", "svc:a", "ipset:a", "add ipset:a", "remove h", "1-", "tcp:0",
     "node:os IN [", "localpart:*@x", "check", "\\", '"', "9" * 30, "h:1,2-,*"]
)  # fmt: skip
_VALUES = st.recursive(
    _WORDS | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)
_FIELDS = ("action", "src", "dst", "ip", "app", "via", "users", "proto", "target", "ipPool", "checkPeriod")
_ENTRIES = st.fixed_dictionaries({}, optional=dict.fromkeys(_FIELDS, _VALUES))
_LISTS = st.lists(_ENTRIES, max_size=2) | _VALUES
_MAPS = st.dictionaries(_WORDS, st.lists(_WORDS, max_size=3) | _VALUES, max_size=3)
_POLICIES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("acls", "grants", "ssh", "sshTests", "nodeAttrs"), _LISTS),
        **dict.fromkeys(("groups", "tagOwners", "hosts", "ipsets", "postures", "autoApprovers"), _MAPS),
    },
)


@given(_POLICIES)
def test_checking_is_total_ordered_and_stays_inside_the_file(data: dict[str, object]) -> None:
    policy = policy_of(data)
    problems = check(policy, ("example.com",))
    assert list(problems) == sorted(problems, key=lambda problem: problem.span)
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(policy.document.source.text)
        assert problem.message.endswith(".")
        assert problem.hint is None or problem.hint.endswith((".", "?"))
    assert (
        refused(policy) is any(one.server is not None for one in (*problems, *policy.problems))
        or not problems
    )
