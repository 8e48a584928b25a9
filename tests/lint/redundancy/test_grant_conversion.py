"""ACL rules become grants that give the same, and no comment is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.access.compile import compile_together
from tailcli.compare.subtract import difference
from tailcli.lint.grant_conversion import Conversion, NotConvertible, convert
from tailcli.policy.load import load
from tailcli.source import SourceText, apply_edits
from tests import corpus
from tests.lint.linting import acl, grant, policy_text, reports_of

NAMES = {
    "groups": {"group:dev": ["alice@example.com"]},
    "tagOwners": {"tag:web": [], "tag:db": []},
    "hosts": {"lan": "192.0.2.0/24", "all": "0.0.0.0/0"},
    "postures": {"posture:new": ["node:tsVersion >= '1.80'"]},
}


def converted(text: str) -> str:
    outcome = convert(load(SourceText("policy.hujson", text)))
    assert isinstance(outcome, Conversion), outcome
    return apply_edits(text, outcome.edits)


def grants_of(**sections: object) -> object:
    return json.loads(converted(json.dumps(sections)))["grants"]


def test_ports_protocols_and_postures() -> None:
    rules = [
        acl("group:dev", "tag:web:80,443 tag:db:1-1024"),
        acl("group:dev", "[2001:db8::1]:22", proto="tcp", srcPosture=["posture:new"]),
        acl("group:dev", "lan:*", proto="47"),
        acl("tag:web", "100.64.0.7:*"),
    ]
    assert grants_of(**NAMES, acls=rules) == [
        grant("group:dev", "tag:web", "80", "443"),
        grant("group:dev", "tag:db", "1-1024"),
        grant("group:dev", "2001:db8::1", "tcp:22", srcPosture=["posture:new"]),
        grant("group:dev", "lan", "gre:*"),
        grant("tag:web", "100.64.0.7", "*"),
    ]


def test_the_wildcard_that_a_grant_does_not_take_becomes_the_members() -> None:
    assert grants_of(acls=[acl("*", "autogroup:self:*")]) == [grant("autogroup:member", "autogroup:self")]
    both = grants_of(acls=[acl("*", "autogroup:self:* tag:web:*")], tagOwners={"tag:web": []})
    assert both == [grant("*", "tag:web"), grant("autogroup:member", "autogroup:self")]
    legacy = [acl("*", "autogroup:self:*"), acl("autogroup:members", "autogroup:internet:*")]
    assert grants_of(acls=legacy)[0] == grant("autogroup:members", "autogroup:self")  # type: ignore[index]


def test_old_names_of_fields() -> None:
    rule = {"Action": "accept", "Users": ["*"], "Ports": ["*:*"]}
    assert grants_of(ACLs=[rule]) == [grant("*", "*")]


def test_rules_move_behind_the_grants_that_are_there() -> None:
    text = """{
  "grants": [
    {"src": ["a@example.com"], "dst": ["*"], "ip": ["1"]} // one
    // none more
  ],
  // by the old rules
  "acls": [
    // two
    {"action": "accept", "src": ["b@example.com"], "dst": ["*:2"]}, /* 2 */
  ],
}
"""
    assert (
        converted(text)
        == """{
  "grants": [
    {"src": ["a@example.com"], "dst": ["*"], "ip": ["1"]}, // one
    // none more
    // by the old rules
    // two
    {"src": ["b@example.com"], "dst": ["*"], "ip": ["2"]}, /* 2 */
  ],
}
"""
    )


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (acl("*", "all:*"), '"all"'),
        (acl("*", "0.0.0.0/0:*"), '"0.0.0.0/0"'),
        (acl("*", "tag:web"), '"tag:web"'),
        (acl("*", "*:*", action="deny"), "gives nothing"),
    ],
)
def test_what_has_no_equal_grant_is_left_alone_with_the_reason(rule: dict[str, object], reason: str) -> None:
    outcome = convert(load(SourceText("policy.hujson", policy_text(**NAMES, acls=[rule]))))
    assert isinstance(outcome, NotConvertible)
    assert outcome.rule is not None
    assert reason in outcome.reason
    assert [r.fix for r in reports_of("TP351", policy_text(**NAMES, acls=[rule]))] == [None]


@pytest.mark.corpus
@corpus.needed
def test_real_policies_are_converted_wherever_all_their_rules_can_be_read() -> None:
    converted_rules = 0
    for path in corpus.sample(corpus.versions(), 3, 2):
        policy = corpus.read(path)
        if policy.acls and not policy.document.problems:
            outcome = convert(policy)
            assert isinstance(outcome, Conversion) or outcome.rule is not None, path.name
            converted_rules += outcome.rules if isinstance(outcome, Conversion) else 0
    assert converted_rules > 500


SELECTORS = ["*", "group:dev", "alice@example.com", "tag:web", "lan", "autogroup:member", "100.64.0.7"]
PORTS = ["*", "443", "80,443", "1-1024"]
DESTINATIONS = st.builds("{}:{}".format, st.sampled_from(SELECTORS), st.sampled_from(PORTS))
PEOPLE = st.sampled_from([["*"], ["group:dev"], ["autogroup:member", "alice@example.com"]])
SELF = st.builds(lambda ports: f"autogroup:self:{ports}", st.sampled_from(PORTS))
SOURCES = st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=3)
OPTIONS = st.sampled_from([{}, {"proto": "tcp"}, {"proto": "icmp"}, {"srcPosture": ["posture:new"]}])
RULES = st.one_of(
    st.tuples(SOURCES, st.lists(DESTINATIONS, min_size=1, max_size=4), OPTIONS),
    st.tuples(PEOPLE, st.lists(st.one_of(SELF, DESTINATIONS), min_size=1, max_size=4), OPTIONS),
)
NOTES = st.sampled_from(["", "", "", " // note\n", "\n// above\n", "/* block */", "\n", "\n\n    "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a policy with comments between all that can have one between."""
    rules = draw(st.lists(RULES, min_size=1, max_size=4))
    numbers = iter(range(10_000))

    def gap() -> str:
        return draw(NOTES).replace("note", f"note {next(numbers)}").replace("above", f"above {next(numbers)}")

    def strings(values: list[str]) -> str:
        return f"[{gap()}{','.join(f'{gap()}{json.dumps(v)}{gap()}' for v in values)}{gap()}]"

    def written(rule: tuple[list[str], list[str], dict[str, object]]) -> str:
        src, dst, more = rule
        fields = [("action", '"accept"'), ("src", strings(src)), ("dst", strings(dst))]
        fields += [(name, json.dumps(value)) for name, value in more.items()]
        fields = draw(st.permutations(fields))
        return "{" + ",".join(f'{gap()}"{name}": {value}{gap()}' for name, value in fields) + "}"

    acls = ",".join(f"{gap()}{written(rule)}{gap()}" for rule in rules) + draw(st.sampled_from(["", ","]))
    rest = json.dumps(NAMES)[1:-1]
    before = draw(
        st.sampled_from(
            ["", '"grants": [],', '"grants": [{"src":["lan"],"dst":["lan"],"ip":["1"]} /* end */],']
        )
    )
    last = draw(st.booleans())
    section = f'{gap()}"acls": [{acls}{gap()}]{gap()}'
    return f"{{{before}{rest},{section}}}" if last else f"{{{section},{before}{rest}}}"


@settings(max_examples=60)
@given(texts())
def test_whatever_the_layout_access_and_comments_stay(text: str) -> None:
    old = load(SourceText("old", text))
    new = load(SourceText("new", converted(text)))
    assert new.document.problems == ()
    assert new.acls is None
    comments = [sorted(c.text for c in policy.document.comments) for policy in (old, new)]
    assert comments[0] == comments[1]
    before, after = compile_together([old, new])
    singles = before.universe.singles
    assert difference(before.network, after.network, singles) == []
    assert difference(after.network, before.network, singles) == []
