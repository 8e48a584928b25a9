"""What taking on a tag gives, and when it counts as an escalation."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.lint.tag_cycles import tag_cycles
from tailcli.policy.load import load
from tailcli.source import SourceText
from tests.lint.linting import grant, policy_text, reports_of

DEV, INFRA = {"group:dev": ["alice@example.com"]}, {"group:infra": ["bob@example.com"]}


def said(code: str, **sections: object) -> list[str]:
    return [report.message for report in reports_of(code, policy_text(groups=DEV | INFRA, **sections))]


def owners(**tags: str) -> dict[str, list[str]]:
    return {f"tag:{name}": names.split() for name, names in tags.items()}


def test_the_message_names_owner_tag_destination_and_port() -> None:
    (message,) = said(
        "TP430",
        tagOwners=owners(ci="group:dev", vault=""),
        grants=[grant("tag:ci", "tag:vault", "tcp:8200")],
    )
    for word in ('"group:dev"', '"tag:ci"', '"tag:vault"', "tcp:8200"):
        assert word in message


def test_what_the_owner_may_do_anyway_is_no_gain() -> None:
    tags = owners(ci="group:dev", vault="")
    narrow, wide = grant("tag:ci", "tag:vault", "tcp:8200"), grant("group:dev", "tag:vault", "*")
    assert said("TP430", tagOwners=tags, grants=[narrow, wide]) == []
    assert said("TP430", tagOwners=tags, grants=[narrow, grant("group:dev", "tag:vault", "tcp:22")])


def test_an_owner_may_have_a_role_that_opens_it() -> None:
    tags = owners(ci="group:dev", vault="")
    gained = grant("tag:ci", "tag:vault", "tcp:8200")
    (sure,) = said("TP430", tagOwners=tags, grants=[gained])
    (doubtful,) = said("TP430", tagOwners=tags, grants=[gained, grant("autogroup:admin", "*")])
    assert sure.endswith("not open to them now")
    assert doubtful.endswith("not open to them now unless by a role")


def test_devices_of_a_tag_that_the_owner_may_take_on_are_no_gain() -> None:
    grants = [grant("tag:ci", "tag:vault", "*")]
    assert said("TP430", tagOwners=owners(ci="group:dev", vault="group:dev"), grants=grants) == []
    in_two_steps = owners(ci="group:dev", vault="tag:ci")
    assert said("TP430", tagOwners=in_two_steps, grants=grants) == []


def test_administrators_and_the_internet_do_not_count() -> None:
    tags = owners(ci="autogroup:admin", proxy="group:dev", vault="")
    grants = [grant("tag:ci", "tag:vault"), grant("tag:proxy", "autogroup:internet")]
    assert said("TP430", tagOwners=tags, grants=grants) == []


def test_application_capabilities_and_logins_count() -> None:
    tags = owners(ci="group:dev", vault="")
    secrets = {
        "src": ["tag:ci"],
        "dst": ["tag:vault"],
        "app": {"tailscale.com/cap/secrets": [{"action": ["get"], "secret": ["prod/*"]}]},
    }
    assert "secrets: get prod/*" in said("TP430", tagOwners=tags, grants=[secrets])[0]
    login = {"action": "accept", "src": ["tag:ci"], "dst": ["tag:vault"], "users": ["root"]}
    assert "SSH as root" in said("TP430", tagOwners=tags, grants=[], ssh=[login])[0]


def test_a_tag_that_owns_another_is_reported_with_the_people_behind_it() -> None:
    text = policy_text(
        groups=DEV,
        tagOwners=owners(ci="group:dev", prod="tag:ci", vault=""),
        grants=[grant("tag:prod", "tag:vault")],
    )
    (report,) = reports_of("TP440", text)
    assert '"tag:ci"' in report.message
    assert '"tag:vault"' in report.message
    assert any("group:dev" in label.message for label in report.labels)


def test_an_operator_is_meant_to_own_tags() -> None:
    grants = [grant("tag:k8s", "tag:vault")]
    tags = {"tag:k8s-operator": [], "tag:k8s": ["tag:k8s-operator"], "tag:vault": []}
    assert said("TP440", tagOwners=tags, grants=grants) == []


NAMES = [f"tag:t{number}" for number in range(7)]
graphs = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from([*NAMES, "a@example.com"]), max_size=3), min_size=1
)


@settings(max_examples=80, deadline=None)
@given(graphs)
def test_cycles_are_the_tags_that_reach_each_other(graph: dict[str, list[str]]) -> None:
    reach = {tag: {name for name in names if name in graph} for tag, names in graph.items()}
    for _ in NAMES:
        reach = {tag: found.union(*(reach[name] for name in found)) for tag, found in reach.items()}
    expected = {
        frozenset(other for other in reach if tag in reach[other] and other in reach[tag]) for tag in reach
    }
    expected = {part for part in expected if len(part) > 1 or any(set(graph[tag]) == {tag} for tag in part)}
    policy = load(SourceText("p", policy_text(tagOwners=graph)))
    found = list(tag_cycles(policy.tag_owners))
    assert {frozenset(cycle) for cycle in found} == expected
    assert len(found) == len(expected)


def test_who_may_be_the_operator_may_be_what_it_starts() -> None:
    text = policy_text(
        groups=DEV,
        tagOwners={"tag:op-operator": ["group:dev"], "tag:app": ["tag:op-operator"], "tag:vault": []},
        grants=[grant("tag:app", "tag:vault")],
    )
    (report,) = reports_of("TP430", text)
    assert report.hint == 'the way: group:dev -> tag:op-operator -> tag:app -> "tag:vault"'


def test_the_family_of_an_address_is_not_told() -> None:
    tags = owners(ci="group:dev")
    (one,) = said("TP430", tagOwners=tags, grants=[grant("tag:ci", "10.0.0.0/24", "tcp:443")])
    assert '"10.0.0.0/24" (tcp:443)' in one
    (two,) = said("TP430", tagOwners=tags, grants=[grant("tag:ci", "fd00::/8", "*")])
    assert '"fd00::/8" (all ports (tcp, udp, icmp))' in two
