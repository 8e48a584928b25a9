"""Rules about policies that are open as a whole, and about single wide rules."""

from __future__ import annotations

import pytest

from tests.lint.linting import acl, grant, places, policy_text, reports_of

TAGS = {"tag:web": [], "tag:db": []}


@pytest.mark.parametrize(
    "sections",
    [
        {"acls": [acl("*", "*:*")]},
        {"acls": [{"action": "accept", "users": ["*"], "ports": ["*:*"]}]},
        {"grants": [grant("*", "*")]},
        {"grants": [grant("autogroup:danger-all", "*", "tcp:*", "udp:*")]},
        {"grants": [grant("*", "*", "1-65535"), grant("*", "*", "*")]},
        {"acls": [acl("autogroup:member", "*:*")], "grants": [grant("autogroup:tagged", "*")]},
        {"grants": [grant("100.64.0.0/10", "100.64.0.0/10")]},
    ],
)
def test_allow_all_however_it_is_written(sections: dict[str, object]) -> None:
    assert len(reports_of("TP201", policy_text(**sections))) == 1


@pytest.mark.parametrize(
    "sections",
    [
        {"acls": [acl("*", "*:443")]},
        {"acls": [acl("*", "*:*", proto="tcp")]},
        {"acls": [acl("*", "autogroup:internet:*")]},
        {"acls": [acl("autogroup:member", "*:*")]},
        {"acls": [acl("*", "*:*", action="deny")]},
        {
            "grants": [grant("*", "*", srcPosture=["posture:p"])],
            "postures": {"posture:p": ["node:os == 'x'"]},
        },
        {
            "grants": [grant("*", "*")],
            "defaultSrcPosture": ["posture:p"],
            "postures": {"posture:p": ["node:os == 'x'"]},
        },
        {"grants": [grant("*", "*", via=["tag:web"])], "tagOwners": TAGS},
    ],
)
def test_not_allow_all(sections: dict[str, object]) -> None:
    assert reports_of("TP201", policy_text(**sections)) == []


def test_allow_all_names_all_rules_that_are_needed_and_no_other() -> None:
    text = policy_text(
        tagOwners=TAGS,
        grants=[
            grant("autogroup:member", "*"),
            grant("autogroup:member", "tag:web", "443"),
            grant("autogroup:tagged", "*"),
        ],
    )
    (report,) = reports_of("TP201", text)
    assert report.message.startswith("together with grants[0] (line ")
    assert len(report.labels) == 1
    assert text[report.span.start : report.span.end].count("autogroup:tagged") == 1


def test_where_everything_is_open_no_single_wildcard_is_reported() -> None:
    text = policy_text(grants=[grant("*", "*"), grant("*", "tag:web")], tagOwners=TAGS)
    assert [reports_of(code, text) for code in ("TP211", "TP213", "TP215", "TP312")] == [[], [], [], []]
    assert len(reports_of("TP203", '{"ssh": []}')) == 1
    assert reports_of("TP203", '{"acls": []}') == []


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({"grants": []}, 1),
        ({"acls": [], "grants": []}, 1),
        ({"grants": [grant("group:none", "*")], "groups": {"group:none": []}}, 1),
        ({"acls": [acl("*", "*:*", action="deny")]}, 0),
        ({"grants": [], "acls": [acl("*", "tag:web:22")], "tagOwners": TAGS}, 0),
        (
            {
                "grants": [{"src": ["*"], "dst": ["tag:web"], "app": {"example.com/cap": []}}],
                "tagOwners": TAGS,
            },
            0,
        ),
        ({"ssh": []}, 0),
    ],
)
def test_deny_all(sections: dict[str, object], expected: int) -> None:
    assert len(reports_of("TP205", policy_text(**sections))) == expected


def test_wildcards_are_underlined_in_grants_and_acls_alike() -> None:
    text = policy_text(
        tagOwners=TAGS,
        grants=[grant("*", "tag:web", "443"), grant("tag:web", "*", "53")],
        acls=[acl("*", "tag:db:5432"), acl("tag:web", "*:123"), acl("*", "autogroup:self:*")],
    )
    assert places("TP211", text) == ['"*"', '"*"']
    assert places("TP213", text) == ['"*"', '"*:123"']


def test_all_ports_names_what_is_open() -> None:
    text = policy_text(
        tagOwners=TAGS,
        grants=[grant("tag:web", "tag:db autogroup:internet"), grant("tag:web", "autogroup:self")],
        acls=[acl("tag:web", "tag:db:*"), acl("tag:web", "tag:db:1-65535")],
    )
    assert places("TP215", text) == ['"*"', '"tag:db:*"']
    assert reports_of("TP215", text)[0].message == 'every port of "tag:db" is open'
    several = policy_text(tagOwners=TAGS, acls=[acl("tag:web", "tag:db:443 tag:web:* tag:db:* 192.0.2.7:*")])
    (report,) = reports_of("TP215", several)
    assert report.message == 'every port of "tag:web" and 2 more destinations is open'


def test_danger_all_as_a_source_of_either_kind_of_rule() -> None:
    text = policy_text(
        tagOwners=TAGS,
        grants=[grant("autogroup:danger-all", "tag:web", "443")],
        acls=[acl("autogroup:danger-all", "tag:web:443")],
    )
    assert places("TP207", text) == ['"autogroup:danger-all"'] * 2


def test_a_broad_network_is_reported_once_where_it_is_written() -> None:
    text = policy_text(
        hosts={"lan": "10.0.0.0/8", "narrow": "10.1.0.0/16"},
        ipsets={"ipset:all": ["add 172.16.0.0/12", "remove 172.16.0.0/13"]},
        grants=[grant("tag:web", "lan ipset:all narrow"), grant("tag:web", "lan 2001:db8::/32")],
        acls=[acl("tag:web", "192.168.0.0/15:*")],
    )
    expected = ['"10.0.0.0/8"', '"add 172.16.0.0/12"', '"2001:db8::/32"', '"192.168.0.0/15:*"']
    assert sorted(places("TP217", text)) == sorted(expected)
    assert places("TP217", text, broad_ipv4_prefix=8, broad_ipv6_prefix=32) == []
