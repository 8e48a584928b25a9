"""What is judged once for many grants is judged as it is for each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.policy.autogroups import Position
from tailcli.policy.check import check
from tailcli.policy.check.context import Context
from tailcli.policy.check.selectors import selector_flaws

from .reading import Row, policy_of, problems_of, rows_of

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem

HOSTS = (
    "h",
    "group",
    "tag",
    "ipset",
    "*",
    "autogroup:self",
    "0.0.0.0/0",
    "::1",
    "group:a",
    "a@b",
    "10.0.0.1",
)
NAMES = ("group:a", "group:a:22", "tag:a", "tag:a:22", "tag:b", "ipset:a", "ipset:tag:a")
AUTOGROUPS = (
    "autogroup:self",
    "autogroup:member",
    "autogroup:internet",
    "autogroup:owner",
    "autogroup:nobody",
)
SELECTORS = (
    *HOSTS,
    *NAMES,
    *AUTOGROUPS,
    "x",
    "",
    " tag:a ",
    "user:*@gmail.com",
    "svc:a",
    "::/0",
    "10.0.0.1:22",
)
OF_ACCESS = (Position.ACL_SRC, Position.ACL_DST, Position.GRANT_SRC, Position.GRANT_DST)


def lists(texts: tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(texts), max_size=most)


GRANTS = st.fixed_dictionaries(
    {"src": lists(SELECTORS), "dst": lists(SELECTORS)},
    optional={
        "ip": lists(("22", "tcp:443", "tcp", "*", "bogus:1")),
        "app": st.dictionaries(st.sampled_from(("tailscale.com/cap/relay", "no name")), st.just([])),
        "via": lists(("tag:a", "tag:b", "group:a"), 1),
        "srcPosture": lists(("posture:a", "posture:b"), 1),
    },
)
POLICIES = st.fixed_dictionaries(
    {
        "hosts": st.dictionaries(st.sampled_from(HOSTS), st.just("10.0.0.1")),
        "groups": st.dictionaries(st.sampled_from(("group:a", "group:a:22", "group")), st.just(["a@b"])),
        "tagOwners": st.dictionaries(st.sampled_from(("tag:a", "tag:a:22", " tag:a ")), st.just([])),
        "ipsets": st.dictionaries(st.sampled_from(("ipset:a", "ipset:tag:a")), st.just(["10.0.0.0/8"])),
        "postures": st.just({"posture:a": ["node:os == 'linux'"]}),
        "grants": st.lists(GRANTS, max_size=4),
    }
)


def each(policy: Policy) -> list[Problem]:
    """Check each grant in a policy that holds no other, and the definitions in one that holds none."""
    definitions = check(policy._replace(grants=()))
    alone = [check(policy._replace(grants=(grant,))) for grant in policy.grants or ()]
    found = [*definitions, *(one for some in alone for one in some if one not in definitions)]
    return sorted(found, key=lambda problem: problem.span)


@settings(max_examples=200)
@given(POLICIES)
def test_grants_are_as_wrong_together_as_each_alone(data: dict[str, Any]) -> None:
    policy = policy_of(data)
    assert list(check(policy)) == each(policy)


@settings(max_examples=200)
@given(POLICIES)
def test_a_plain_name_is_right_wherever_an_access_rule_names_something(data: dict[str, Any]) -> None:
    context = Context(policy_of(data), None)
    for name in context.plain_names:
        assert not any(selector_flaws(context, position, name) for position in OF_ACCESS)


def test_a_host_may_turn_the_name_of_a_group_into_its_ports() -> None:
    data = {"groups": {"group:a": []}, "grants": [{"src": ["group:a"], "dst": ["*"], "ip": ["*"]}]}
    assert rows_of(data) == []
    assert rows_of({**data, "hosts": {"group": "10.0.0.1"}}) == [Row("selector-position", ":a", None)]


def test_a_host_may_not_hide_that_a_grant_leads_everywhere() -> None:
    data = {
        "hosts": {"0.0.0.0/0": "10.0.0.1"},
        "grants": [{"src": ["*"], "dst": ["0.0.0.0/0"], "ip": ["*"]}],
    }
    assert [row.kind for row in rows_of(data)] == ["default-route-dst"]


def test_the_wrong_one_in_a_list_need_not_be_the_first() -> None:
    right = {"src": ["*"], "dst": ["*"], "ip": ["*"]}
    wrong = {"src": ["*", "nobody"], "dst": ["*", "nowhere"], "ip": ["*", "nothing"]}
    rows = rows_of({"grants": [right, wrong, right]})
    assert [row.blamed for row in rows] == ["nobody", "nowhere", "nothing"]


def test_the_names_that_come_first_in_the_file_are_those_that_get_a_suggestion() -> None:
    unknown = [
        {"src": [f"tag:source{number:02x}"], "dst": [f"tag:target{number:02x}"], "ip": ["*"]}
        for number in range(200)
    ]
    problems = problems_of({"tagOwners": {"tag:source": [], "tag:target": []}, "grants": unknown})
    assert [len(problem.allowed) for problem in problems] == [1] * 300 + [0] * 100
