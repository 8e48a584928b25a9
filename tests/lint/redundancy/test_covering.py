"""Rules that add nothing: repeated, covered by one other, covered by several."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.access.compile import compile_together
from tailcli.compare.subtract import difference
from tailcli.findings.model import Applicability
from tailcli.lint.covering import covering
from tailcli.policy.load import load
from tailcli.source import SourceText
from tests.lint.linting import acl, context_of, fixed, grant, places, policy_text, reports_of

NAMES = {
    "groups": {"group:dev": ["alice@example.com", "bob@example.com"], "group:ops": ["carol@example.com"]},
    "tagOwners": {"tag:web": [], "tag:db": []},
    "hosts": {"lan": "192.0.2.0/24", "nas": "192.0.2.7"},
    "postures": {"posture:new": ["node:tsVersion >= '1.80'"], "posture:mac": ["node:os == 'macos'"]},
}


def policy(*grants: object, **more: object) -> str:
    return policy_text(**NAMES, grants=list(grants), **more)


def counts(text: str) -> tuple[int, int, int]:
    duplicate, redundant, implied = (len(reports_of(code, text)) for code in ("TP301", "TP303", "TP305"))
    return duplicate, redundant, implied


@pytest.mark.parametrize(
    "narrow",
    [
        grant("alice@example.com", "tag:web", "tcp:443"),
        grant("group:dev", "tag:web", "443", srcPosture=["posture:new"]),
        grant("group:dev", "tag:web", "udp:443", "tcp:443"),
        grant("bob@example.com alice@example.com", "tag:web", "443"),
        grant("group:dev", "tag:web", "443", app={}),
    ],
)
def test_a_rule_within_another_is_redundant_in_either_order(narrow: dict[str, object]) -> None:
    wide = grant("autogroup:member", "tag:web tag:db", "443")
    for rules in ((wide, narrow), (narrow, wide)):
        text = policy(*rules)
        assert counts(text) == (0, 1, 0)
        assert counts(fixed("TP303", text)) == (0, 0, 0)


@pytest.mark.parametrize(
    "other",
    [
        grant("group:dev", "tag:web", "444"),
        grant("group:dev", "tag:web", "sctp:443"),
        grant("autogroup:tagged", "tag:web", "443"),
        grant("*", "tag:web", "443"),
        grant("group:dev", "autogroup:self", "443"),
        grant("group:dev", "tag:web", "443", app={"example.com/cap": [{"a": 1}]}),
        grant("group:dev", "lan", "443"),
        grant("100.64.0.7", "tag:web", "443"),
    ],
)
def test_a_rule_that_gives_more_is_not_redundant(other: dict[str, object]) -> None:
    assert counts(policy(grant("autogroup:member", "tag:web tag:db", "443"), other)) == (0, 0, 0)


def test_who_is_named_beside_the_members_may_be_a_guest() -> None:
    text = policy(grant("carol@example.com", "tag:web", "443"), grant("autogroup:member", "tag:web"))
    (report,) = reports_of("TP303", text)
    assert ' adds nothing unless "carol@example.com" is a guest: grants[1] (line ' in report.message
    assert report.fix is not None
    assert report.fix.applicability is Applicability.UNSAFE
    sure = policy(grant("carol@example.com", "tag:web", "443"), grant("*", "tag:web"))
    assert [r.fix and r.fix.applicability for r in reports_of("TP303", sure)] == [Applicability.SAFE]


def test_a_group_may_be_covered_by_the_members_of_today() -> None:
    text = policy(
        grant("group:ops", "tag:web", "443"), grant("carol@example.com group:dev", "tag:web", "1-500")
    )
    (report,) = reports_of("TP303", text)
    assert 'adds nothing while "group:ops" has the members that it has: ' in report.message
    assert report.fix is not None
    assert report.fix.applicability is Applicability.UNSAFE
    (selector,) = reports_of("TP321", policy(grant("carol@example.com group:ops", "tag:web", "443")))
    assert selector.message == '"carol@example.com" covers "group:ops" already, with the members that it has'
    assert selector.fix is not None
    assert selector.fix.applicability is Applicability.UNSAFE


def test_conditions_count() -> None:
    both = ["posture:mac", "posture:new"]
    strict = grant("group:dev", "tag:web", "443", srcPosture=["posture:new"])
    other = grant("group:dev", "tag:web", "443", srcPosture=["posture:mac"])
    free = grant("group:dev", "tag:web", "443")
    assert counts(policy(strict, other)) == (0, 0, 0)
    assert counts(policy(strict, free)) == (0, 1, 0)
    assert counts(policy(strict, grant("group:dev", "tag:web", "443", srcPosture=both))) == (
        0,
        1,
        0,
    )


def test_what_is_beside_a_rule_that_allows_everything_is_one_finding_and_is_kept() -> None:
    narrow = [grant("group:dev", "tag:web", port) for port in ("22", "443", "8080")]
    text = policy(narrow[0], grant("*", "*"), *narrow[1:])
    (report,) = reports_of("TP303", text)
    assert report.message == "grants[0] and 2 more rules add nothing: grants[1] (line 39) allows everything"
    assert [text[label.span.start : label.span.end].count('"22"') for label in report.labels] == [0, 0, 0]
    assert report.fix is None
    (alone,) = reports_of("TP303", policy(grant("*", "*"), narrow[0]))
    assert alone.message.startswith("grants[1] adds nothing: grants[0] (line ")


def test_grants_and_acls_are_one() -> None:
    text = policy(
        grant("group:dev", "tag:web lan", "tcp:443"),
        acls=[acl("group:dev", "tag:web:443 lan:443", proto="tcp"), acl("group:dev", "nas:443", proto="tcp")],
    )
    assert counts(text) == (1, 1, 0)
    (report,) = reports_of("TP301", text)
    assert "acls[0] says the same as grants[0] (line " in report.message


def test_of_two_equal_rules_in_different_words_the_later_goes() -> None:
    text = policy(grant("group:ops", "tag:web"), grant("carol@example.com", "tag:web"))
    (found,) = places("TP303", text)
    assert "carol" in found


def test_several_rules_cover_one_together_and_are_listed() -> None:
    text = policy(
        grant("alice@example.com", "tag:web", "400-500"),
        grant("group:ops", "tag:db"),
        grant("bob@example.com", "tag:web", "1-500"),
        grant("group:dev", "tag:web", "443"),
    )
    assert counts(text) == (0, 0, 1)
    (report,) = reports_of("TP305", text)
    assert "grants[0] (line " in report.message
    assert "grants[2] (line " in report.message
    assert len(report.labels) == 2
    assert report.fix is not None
    assert report.fix.applicability is Applicability.UNSAFE


def test_a_rule_that_replaces_several_is_kept() -> None:
    text = policy(
        grant("alice@example.com", "tag:web", "443"),
        grant("bob@example.com", "tag:web", "443"),
        grant("group:dev", "tag:web", "443"),
    )
    assert counts(text) == (0, 2, 0)


def test_a_rule_with_something_wrong_in_it_is_not_removed_without_asking() -> None:
    text = policy(grant("group:dev", "tag:web"), grant("group:dev", "tag:web tag:none"))
    (report,) = reports_of("TP303", text)
    assert report.fix is not None
    assert report.fix.applicability is Applicability.UNSAFE


def test_equal_ssh_rules() -> None:
    rule = {"action": "accept", "src": ["group:dev"], "dst": ["tag:web"], "users": ["a", "b"]}
    again = {**rule, "users": ["b", "a"]}
    text = policy(ssh=[rule, again, {**rule, "action": "check"}])
    (report,) = reports_of("TP301", text)
    assert report.message.startswith("ssh[1] says the same as ssh[0] (line ")


SELECTORS = st.lists(
    st.sampled_from(["group:dev", "alice@example.com", "tag:web", "autogroup:member", "lan", "nas", "*"]),
    min_size=1,
    max_size=2,
    unique=True,
)
PORTS = st.lists(st.sampled_from(["*", "443", "tcp:443", "1-500", "udp:53"]), min_size=1, max_size=2)
GRANTS = st.builds(
    lambda src, dst, ip, posture: grant(" ".join(src), " ".join(dst), *ip, srcPosture=posture),
    SELECTORS,
    SELECTORS,
    PORTS,
    st.sampled_from([[], ["posture:new"], ["posture:new", "posture:mac"]]),
)


@settings(max_examples=60)
@given(st.lists(GRANTS, min_size=1, max_size=6))
def test_what_is_reported_can_all_go_at_once(grants: list[dict[str, object]]) -> None:
    text = policy(*grants)
    found = covering(context_of(text))
    gone = {*found.duplicates, *found.redundant, *found.implied}
    assert bool(gone) is (counts(text) != (0, 0, 0))
    left = policy(*[rule for number, rule in enumerate(grants) if number not in gone])
    before, after = compile_together([load(SourceText("a", text)), load(SourceText("b", left))])
    assert difference(before.network, after.network, before.universe.singles) == []
    assert counts(left) == (0, 0, 0)
