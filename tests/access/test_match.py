"""Which selector covers which subject: one row a claim, without an inventory and with one."""

from __future__ import annotations

import pytest

from tailcli.access.explain_ask import QueryError
from tailcli.access.inventory import Device, Inventory

from .asking import INVENTORY, asked, facts, grant

YES, NO, DEPENDS = "allowed", "denied", "depends"

# source of the question, selector in src, answer without an inventory, answer with one
SOURCES = [
    ("alice@example.com", "*", YES, YES),
    ("alice@example.com", "alice@example.com", YES, YES),
    ("alice@example.com", "ALICE@example.com", NO, NO),
    ("alice@example.com", "bob@example.com", NO, NO),
    ("alice@example.com", "group:infra", YES, YES),
    ("alice@example.com", "group:dev", NO, NO),
    ("alice@example.com", "group:staff@example.com", DEPENDS, YES),
    ("carol@example.org", "group:staff@example.com", DEPENDS, NO),
    ("alice@example.com", "group:nobody", NO, NO),
    ("alice@example.com", "autogroup:member", YES, YES),
    ("dave@example.net", "autogroup:member", YES, NO),
    ("alice@example.com", "autogroup:tagged", NO, NO),
    ("alice@example.com", "autogroup:admin", DEPENDS, YES),
    ("bob@example.com", "autogroup:admin", DEPENDS, YES),
    ("carol@example.org", "autogroup:admin", DEPENDS, NO),
    ("alice@example.com", "autogroup:shared", DEPENDS, NO),
    ("dave@example.net", "autogroup:shared", DEPENDS, YES),
    ("alice@example.com", "user:*@example.com", YES, YES),
    ("alice@example.com", "user:*@example.org", NO, NO),
    ("alice@example.com", "autogroup:danger-all", YES, YES),
    ("alice@example.com", "tag:db", NO, NO),
    ("alice@example.com", "100.64.0.1", DEPENDS, DEPENDS),
    ("alice@example.com", "100.64.0.0/30 fd7a:115c:a1e0::/126", DEPENDS, YES),
    ("alice@example.com", "100.64.0.77", DEPENDS, NO),
    ("alice@example.com", "10.1.0.0/16", NO, NO),
    ("alice@example.com", "100.64.0.0/10 fd7a:115c:a1e0::/48", YES, YES),
    ("carol@example.org", "100.64.0.1", DEPENDS, NO),
    ("tag:db", "*", YES, YES),
    ("tag:db", "tag:db", YES, YES),
    ("tag:db", "tag:web", NO, NO),
    ("tag:db", "tag:undefined", NO, NO),
    ("tag:db", "autogroup:tagged", YES, YES),
    ("tag:db", "autogroup:member", NO, NO),
    ("tag:db", "autogroup:admin", NO, NO),
    ("100.64.0.5", "*", YES, YES),
    ("100.64.0.5", "100.64.0.0/24", YES, YES),
    ("100.64.0.5", "db", YES, YES),
    ("100.64.0.5", "tag:db", DEPENDS, YES),
    ("100.64.0.5", "alice@example.com", DEPENDS, NO),
    ("100.64.0.5", "tag:undefined", NO, NO),
    ("100.64.0.77", "tag:db", DEPENDS, NO),
    ("100.64.0.1", "group:infra", DEPENDS, YES),
    ("100.115.92.7", "*", NO, NO),
    ("10.1.2.3", "*", DEPENDS, YES),
    ("10.9.2.3", "*", DEPENDS, NO),
    ("10.1.2.3", "office", YES, YES),
    ("10.1.2.3", "ipset:lab", YES, YES),
    ("10.1.9.3", "ipset:lab", NO, NO),
    ("10.1.2.3", "tag:db", NO, NO),
    ("10.1.2.3", "autogroup:danger-all", YES, YES),
    ("10.1.0.0/15", "office", DEPENDS, DEPENDS),
]

DESTINATIONS = [
    ("alice@example.com", "*", YES, YES),
    ("alice@example.com", "group:infra", YES, YES),
    ("alice@example.com", "autogroup:internet", NO, NO),
    ("tag:db", "tag:db", YES, YES),
    ("tag:db", "db", DEPENDS, YES),
    ("100.64.0.5", "tag:db", DEPENDS, YES),
    ("100.64.0.5", "100.64.0.5", YES, YES),
    ("db", "tag:web", DEPENDS, YES),
    ("10.1.2.3", "*", YES, YES),
    ("10.1.2.3", "office", YES, YES),
    ("10.1.2.3", "tag:db", NO, NO),
    ("198.51.100.7", "autogroup:internet", DEPENDS, DEPENDS),
    ("10.1.2.3", "autogroup:internet", NO, NO),
    ("svc:wiki", "svc:wiki", YES, YES),
    ("svc:wiki", "svc:blog", NO, NO),
    ("svc:wiki", "*", YES, YES),
    ("svc:wiki", "tag:db", DEPENDS, DEPENDS),
    ("svc:wiki", "100.64.0.0/24", DEPENDS, DEPENDS),
    ("svc:wiki", "group:infra", NO, NO),
]


def verdict(answer: object) -> str:
    return str(getattr(getattr(answer, "verdict", None), "value", None))


@pytest.mark.parametrize(("subject", "selector", "without", "known"), SOURCES)
def test_source(subject: str, selector: str, without: str, known: str) -> None:
    rules = [grant(selector, "*")]
    assert verdict(asked(rules, subject, "tag:web")) == without
    assert verdict(asked(rules, subject, "tag:web", inventory=INVENTORY)) == known


@pytest.mark.parametrize(("subject", "selector", "without", "known"), DESTINATIONS)
def test_destination(subject: str, selector: str, without: str, known: str) -> None:
    rules = [grant("carol@example.org", selector)]
    assert verdict(asked(rules, "carol@example.org", subject)) == without
    assert verdict(asked(rules, "carol@example.org", subject, inventory=INVENTORY)) == known


@pytest.mark.parametrize(
    ("src", "dst", "answer"),
    [
        ("alice@example.com", "alice@example.com", YES),
        ("alice@example.com", "bob@example.com", NO),
        ("carol@example.org", "carol@example.org", NO),
        ("tag:db", "tag:db", NO),
        ("alice@example.com", "100.64.0.5", DEPENDS),
        ("tag:db", "100.64.0.5", NO),
        ("alice@example.com", "10.1.2.3", NO),
    ],
)
def test_own_devices(src: str, dst: str, answer: str) -> None:
    assert verdict(asked([grant("group:infra", "autogroup:self")], src, dst)) == answer


@pytest.mark.parametrize(
    ("dst", "proto", "answer"),
    [
        ("tag:db:443", None, YES),
        ("tag:db:80", None, NO),
        ("tag:db:443", "tcp", YES),
        ("tag:db:443", "udp", NO),
        ("tag:db", "udp", NO),
        ("tag:db", None, YES),
        ("tag:db", "icmp", YES),
        ("tag:db", "gre", NO),
        ("tag:web", "icmp", NO),
    ],
)
def test_traffic(dst: str, proto: str | None, answer: str) -> None:
    assert verdict(asked([grant("*", "tag:db", "tcp:443")], "tag:web", dst, proto=proto)) == answer


@pytest.mark.parametrize(
    ("selector", "dst"),
    [
        ("bob@example.com", "bob@example.com"),
        ("group:infra", "bob@example.com"),
        ("user:*@example.com", "someone@example.com"),
        ("group:infra", "group:infra"),
        ("tag:web", "tag:web"),
        ("svc:wiki", "svc:wiki"),
        ("db", "db"),
        ("100.64.0.5", "100.64.0.5"),
        ("10.1.0.0/16", "10.1.2.0/24"),
        ("fd7a:115c:a1e0::5", "[fd7a:115c:a1e0::5]"),
        ("fd00::/16", "fd00::/64"),
        ("autogroup:member", "autogroup:member"),
        ("*", "device:laptop"),
    ],
)
def test_every_destination_may_end_in_a_port(selector: str, dst: str) -> None:
    rules = [grant("tag:db", selector, "tcp:443")]
    answers = [
        verdict(asked(rules, "tag:db", f"{dst}:{port}", inventory=INVENTORY if "device" in dst else None))
        for port in (443, 80)
    ]
    assert answers == [YES, NO]


def test_a_login_that_ends_like_a_port_is_a_login() -> None:
    answer = asked([grant("tag:db", "bob@example.com:443", "tcp:80")], "tag:db", "bob@example.com:443")
    assert answer.asked.port is None
    assert verdict(answer) == YES


@pytest.mark.parametrize(
    ("src", "inventory", "answer"),
    [
        ("alice@example.com", None, DEPENDS),
        ("device:laptop", INVENTORY, YES),
        ("device:phone", INVENTORY, NO),
        ("tag:db", None, DEPENDS),
        ("10.1.2.3", None, YES),
    ],
)
def test_posture(src: str, inventory: Inventory | None, answer: str) -> None:
    rules = [grant("* office", "*", srcPosture=["posture:mac"])]
    assert verdict(asked(rules, src, "tag:web", inventory=inventory)) == answer


def test_default_posture_binds_rules_without_their_own() -> None:
    default = {"defaultSrcPosture": ["posture:undefined"]}
    assert verdict(asked([grant("*", "*")], "tag:db", "tag:web", **default)) == NO
    own = [grant("*", "*", srcPosture=["posture:mac"])]
    assert verdict(asked(own, "tag:db", "tag:web", **default)) == DEPENDS


def test_facts_are_named() -> None:
    rules = [grant("tag:db group:infra autogroup:admin", "*")]
    assert facts(asked(rules, "100.64.0.5", "tag:web")) == [
        "whether 100.64.0.5 carries tag:db",
        "whether 100.64.0.5 belongs to a member of group:infra",
        "whether 100.64.0.5 belongs to someone with the role admin",
    ]
    assert facts(asked(rules[:1], "carol@example.org", "tag:web")) == [
        "whether carol@example.org has the role admin"
    ]


def test_a_device_with_an_undeclared_tag_is_not_covered_by_it() -> None:
    strayed = Inventory((Device("old", ("100.64.0.3",), None, ("tag:gone", "tag:db")),))
    assert verdict(asked([grant("tag:gone", "*")], "device:old", "tag:web", inventory=strayed)) == NO
    assert verdict(asked([grant("tag:db", "*")], "device:old", "tag:web", inventory=strayed)) == YES


def test_a_group_whose_members_differ_depends() -> None:
    answer = asked([grant("bob@example.com", "*")], "group:infra", "tag:db")
    assert verdict(answer) == DEPENDS
    assert {pair.source.text: pair.verdict.value for pair in answer.pairs} == {
        "alice@example.com": NO,
        "bob@example.com": YES,
    }


def test_families_do_not_mix() -> None:
    answer = asked([grant("*", "*")], "100.64.0.5", "fd7a:115c:a1e0::5")
    assert verdict(answer) == NO
    assert answer.pairs[0].network.by_family == {}


def test_via_leads_to_addresses_and_never_to_devices() -> None:
    rules = [grant("*", "office 100.64.0.0/10 tag:db", via=["tag:web"])]
    assert verdict(asked(rules, "tag:db", "10.1.2.3")) == YES
    assert verdict(asked(rules, "tag:db", "tag:db")) == NO


def test_neither_section_allows_everything() -> None:
    from tailcli.access.explain_ask import Query, ask

    from .asking import policy

    assert verdict(ask(policy(), Query("tag:db", "alice@example.com:22"))) == YES
    assert verdict(ask(policy(acls=[]), Query("tag:db", "alice@example.com:22"))) == NO


@pytest.mark.parametrize(
    ("src", "dst", "words"),
    [
        ("tag:dbb", "tag:web", "did you mean tag:db?"),
        ("group:infrra", "tag:web", "did you mean group:infra?"),
        ("tag:db", "ofice", "did you mean office?"),
        ("device:laptop", "tag:web", "no device list is given"),
        ("*", "tag:web", "neither one user"),
        ("tag:db", "tag:web:99999", "ports end at 65535"),
        ("group:x@example.com", "tag:web", r"identity provider: \[groups\] in tailcli.toml would tell them"),
        ("autogroup:admin", "tag:web", r"\[roles\] in tailcli.toml would tell, or a list of users"),
    ],
)
def test_what_means_nothing(src: str, dst: str, words: str) -> None:
    with pytest.raises(QueryError, match=words.replace("?", r"\?")):
        asked([], src, dst)


def test_owners_are_asked_about_among_the_admins() -> None:
    from tailcli.access.explain_ask import Query, ask

    from .asking import policy

    told = Inventory(roles={"owner": ("olga@example.com",), "admin": ("alice@example.com",)})
    answer = ask(policy(grants=[grant("olga@example.com", "tag:web", "80")]), Query("autogroup:admin"), told)
    assert [bool(one.rows) for one in answer.open if one.subject.text == "olga@example.com"] == [True]


def test_an_open_question_about_a_group_tells_what_members_share_once() -> None:
    from tailcli.access.explain_ask import Query, ask

    from .asking import policy

    rules = [grant("group:infra", "tag:db", "22"), grant("bob@example.com", "tag:web", "80")]
    answer = ask(policy(grants=rules), Query("group:infra"))
    told = {one.subject.text: [row.rules[0].name for row in one.rows] for one in answer.open}
    assert told == {"every member alike": ["grants[0]"], "bob@example.com": ["grants[1]"]}
