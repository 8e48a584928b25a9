"""Which rules tests exercise, and the truth of what they would miss: by removing the rule."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.policytests.coverage import coverage
from tailcli.policytests.results import Status

from .running import acl, ran

WHO = ("alice@example.com", "bob@example.com", "tag:web", "tag:client")
WHERE = ("tag:db", "tag:web", "db", "tag:client")


def names(rules: list[dict[str, Any]], tests: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    found = coverage(ran(acls=rules, tests=tests))
    return [r.name for r in found if r.is_exercised], [r.name for r in found if r.is_noticed]


def test_a_rule_that_another_one_repeats_is_exercised_and_not_noticed() -> None:
    rules = [acl("tag:web", "tag:db:22"), acl("*", "tag:db:22"), acl("tag:web", "tag:db:443")]
    test = {"src": "tag:web", "accept": ["tag:db:22"]}
    assert names(rules, [test]) == (["acls[0]", "acls[1]"], [])
    assert names(rules[::2], [test]) == (["acls[0]"], ["acls[0]"])


def test_rules_of_capabilities_alone_do_not_count() -> None:
    app = {"src": ["*"], "dst": ["tag:db"], "app": {"example.com/cap/x": []}}
    assert coverage(ran(grants=[app], tests=[])) == ()


@st.composite
def _rules(draw: st.DrawFn) -> dict[str, Any]:
    src = draw(st.sampled_from((*WHO, "*", "group:dev", "autogroup:member")))
    return acl(src, f"{draw(st.sampled_from((*WHERE, '*')))}:{draw(st.sampled_from(('22', '443', '*')))}")


@st.composite
def _tests(draw: st.DrawFn) -> dict[str, Any]:
    targets = st.tuples(st.sampled_from(WHERE[:2]), st.sampled_from(("22", "443"))).map(":".join)
    return {
        "src": draw(st.sampled_from(WHO)),
        draw(st.sampled_from(("accept", "deny"))): draw(st.lists(targets, min_size=1, max_size=2)),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(_rules(), min_size=1, max_size=4), st.lists(_tests(), min_size=1, max_size=3))
def test_noticed_means_that_a_passing_assertion_stops_passing(
    rules: list[dict[str, Any]], tests: list[dict[str, Any]]
) -> None:
    whole = ran(acls=rules, tests=tests)
    passing = [a.status is Status.PASS for entry in whole.entries for a in entry.assertions]
    for number, found in enumerate(coverage(whole)):
        without = ran(acls=[*rules[:number], *rules[number + 1 :]], tests=tests)
        still = [a.status is Status.PASS for entry in without.entries for a in entry.assertions]
        stopped = any(was and not now for was, now in zip(passing, still, strict=True))
        assert found.is_noticed is stopped
