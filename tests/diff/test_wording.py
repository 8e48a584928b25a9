"""Rows in as few words as say it, the riskiest first."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from tailcli.access.ranges import subtract
from tailcli.access.traffic import traffic
from tailcli.access.wording import traffic_words
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Change, Effect, Lane, Risk
from tailcli.policy.ports import PortRange

from .policies import POLICY, edited, read, said

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]
MASTERS: Json = {"impersonate": {"groups": ["system:masters"]}}


def grant(src: str, dst: str, **fields: object) -> Callable[[Json], object]:
    return lambda policy: policy["grants"].append({"src": [src], "dst": [dst], **fields})


def app(name: str, *values: Json) -> Json:
    return {"app": {f"tailscale.com/cap/{name}": list(values)}}


def login(**fields: object) -> Callable[[Json], object]:
    rule = {"action": "accept", "src": ["group:dev"], "dst": ["tag:ci"], "users": ["root"]}
    return lambda policy: policy["ssh"].append(rule | fields)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda p: p["grants"].pop(0), Risk.LOCKOUT),
        (lambda p: p["ssh"].clear(), Risk.LOCKOUT),
        (grant("*", "tag:ci", ip=["tcp:81"]), Risk.BROAD),
        (grant("autogroup:member", "tag:ci", ip=["tcp:81"]), Risk.BROAD),
        (grant("group:dev", "tag:ci", ip=["*"]), Risk.BROAD),
        (grant("group:dev", "autogroup:internet", ip=["tcp:81"]), Risk.BROAD),
        (grant("group:dev", "tag:ci", ip=["tcp:6443"]), Risk.SENSITIVE),
        (grant("group:dev", "tag:db", ip=["tcp:81"]), Risk.SENSITIVE),
        (grant("group:dev", "tag:ci", ip=["tcp:81"]), Risk.USUAL),
        (
            grant(
                "group:dev", "tag:ci", **app("kubernetes", {"impersonate": {"groups": ["system:masters"]}})
            ),
            Risk.SENSITIVE,
        ),
        (login(), Risk.SENSITIVE),
        (login(action="check"), Risk.SENSITIVE),
        (login(users=["ops"]), Risk.USUAL),
        (login(users=["ops"], dst=["autogroup:tagged"]), Risk.BROAD),
        (login(src=["autogroup:member"], dst=["autogroup:self"], action="check"), Risk.USUAL),
    ],
)
def test_risk(edit: Callable[[Json], object], expected: Risk) -> None:
    rows = [row for row in edited(edit).rows if row.lane in ACCESS_LANES]
    assert rows[0].risk is expected


def test_what_is_risky_comes_first() -> None:
    def edit(policy: Json) -> None:
        grant("group:dev", "tag:ci", ip=["tcp:81"])(policy)
        grant("*", "tag:ci", ip=["tcp:82"])(policy)
        policy["groups"]["group:ops"].clear()

    risks = [row.risk.value for row in edited(edit).rows]
    assert risks == sorted(risks)
    assert risks[0] == Risk.LOCKOUT.value


def test_secrets_are_told_together() -> None:
    wanted = {"action": ["get", "put", "info"], "secret": ["dev/*", "derp/*"]}
    (row,) = edited(grant("group:dev", "tag:ci", **app("secrets", wanted))).rows
    assert row.rights == ("secrets: get, info, put on dev/*, derp/*",)


def test_one_cause_is_told_in_one_row_for_all_it_opens() -> None:
    old = deepcopy(POLICY)
    for tag in ("tag:web", "tag:ci"):
        old["grants"].append({"src": ["group:dev"], "dst": [tag], "ip": ["tcp:80"]})
    new = deepcopy(old)
    new["groups"]["group:dev"] += ["di@example.com", "ed@example.com"]
    rows = [row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.NETWORK]
    assert [said(row) for row in rows] == [
        "+ di@example.com, ed@example.com -> tag:web: tcp:80,443",
        "+ di@example.com, ed@example.com -> tag:ci: tcp:80",
    ]


def test_what_is_left_of_a_rule_is_told_as_that_rule() -> None:
    old = deepcopy(POLICY)
    old["grants"] += [{"src": [f"tag:{a}"], "dst": [f"tag:{b}"], "ip": ["tcp:1"]} for a, b in PAIRS]
    new = deepcopy(old)
    old["grants"].append({"src": ["*"], "dst": ["*"], "ip": ["*"]})
    (row,) = [row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.NETWORK]
    assert said(row) == "- * -> *: all ports (tcp, udp, icmp)"
    assert row.after == ""
    left = "grants[0], grants[2], grants[3] and 3 more"
    assert row.notes == (f"except what {left} of the new version still allow",)


def test_the_end_of_allow_all_is_one_row_and_one_note() -> None:
    old = {**POLICY, "grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}]}
    new = {**POLICY, "grants": [{"src": ["tag:ci"], "dst": ["tag:web"], "ip": ["tcp:80", "tcp:443"]}]}
    found = compare_policies(read(old), read(new))
    assert [said(row) for row in found.rows if row.lane is Lane.NETWORK] == [
        "- * -> *: all ports (tcp, udp, icmp)"
    ]
    assert found.notes[0].startswith("until now everyone could reach everything (grants[0] ")
    assert [cause.text for cause in found.idle_causes] == [
        "grants[0] added, which keeps part of what is lost"
    ]
    back = compare_policies(read(new), read(old))
    assert back.notes[0].startswith("from now on everyone can reach everything (grants[0] ")


@pytest.mark.parametrize(
    ("changed", "others", "expected"),
    [
        ({"src": ["autogroup:member"]}, [], "only autogroup:member does (grants[0] policy.hujson:34)"),
        (
            {"src": ["group:dev", "tag:none"]},
            [{"src": ["tag:ci"], "dst": ["*"], "ip": ["*"]}],
            "only group:dev and tag:ci do (grants[0] policy.hujson:34 and grants[1] policy.hujson:46)",
        ),
        (
            {"dst": ["tag:web"]},
            [],
            "nobody reaches what neither that rule (grants[0] policy.hujson:34) nor another one allows",
        ),
        (
            {"srcPosture": ["posture:mac"]},
            [],
            "nobody reaches what neither that rule (grants[0] policy.hujson:34) nor another one allows",
        ),
    ],
)
def test_the_note_on_the_end_of_allow_all_says_what_became_of_it(
    changed: Json, others: list[Json], expected: str
) -> None:
    rule: Json = {"src": ["*"], "dst": ["*"], "ip": ["*"]}
    old, new = ({**POLICY, "grants": rules} for rules in ([rule], [{**rule, **changed}, *others]))
    (note, *_) = compare_policies(read(old), read(new)).notes
    assert note.partition("; from now on ")[2] == expected


def test_the_same_of_both_families_is_one_row() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].append({"src": ["tag:ci"], "dst": ["*"], "ip": ["*"]})
        routed = ["10.77.0.0/16", "fd00:77::/48"]
        policy["grants"].append({"src": ["tag:ci"], "dst": routed, "ip": ["*"]})

    old = deepcopy(POLICY)
    edit(old)
    new = deepcopy(old)
    new["grants"].pop(-2)
    rows = [row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.NETWORK]
    for row in rows:
        assert not any("only" in right for right in row.rights), said(row)
    exceptions = {text for row in rows for party in row.destinations for text in party.exceptions}
    assert {"10.77.0.0/16", "fd00:77::/48"} <= exceptions


def test_a_few_closed_ports_are_said_as_exceptions() -> None:
    rights = traffic(None, (PortRange(0, 65535),))
    left = subtract(rights, traffic(6, (PortRange(22, 22), PortRange(80, 81))))
    assert traffic_words(left) == ("all ports (tcp, udp, icmp) except tcp:22,80-81",)


PAIRS = (("web", "ci"), ("ci", "web"), ("ci", "ci"), ("db", "web"))


def test_applications_reach_devices_so_the_star_is_all_of_them() -> None:
    edit = grant("group:dev", "*", **app("golink", {"admin": True}))
    (row,) = edited(edit).rows
    assert said(row) == "+ group:dev -> *: golink: edit every link"
    assert row.destinations[0].exceptions == ()


def test_logins_are_to_devices_so_a_star_names_nobody() -> None:
    assert [row for row in edited(login(src=["tag:ci"], dst=["*"])).rows if row.lane is Lane.SSH] == []
    (row,) = (r for r in edited(login(src=["tag:ci"], dst=["*", "tag:db"])).rows if r.lane is Lane.SSH)
    assert said(row) == "+ tag:ci -> tag:db: root"


@pytest.mark.parametrize("address", ["10.1.2.3", "8.8.8.0/24"])
def test_a_name_that_no_rule_uses_does_not_stand_for_a_part_of_it(address: str) -> None:
    old = {**POLICY, "grants": [{"src": ["tag:ci"], "dst": [address], "ip": ["tcp:22"]}]}
    new = {**old, "grants": [*old["grants"], {"src": ["tag:ci"], "dst": ["*"], "ip": ["tcp:22"]}]}
    rows = compare_policies(read(old), read(new)).rows
    assert {party.exceptions for row in rows for party in row.destinations if party.text == "*"} == {
        (address,)
    }


def test_the_ports_of_one_destination_are_not_told_of_another() -> None:
    rule = {
        "action": "accept",
        "src": ["100.64.0.0/10", "tag:web"],
        "dst": ["ada@example.com:*", "tag:db:22"],
    }
    posture = {"srcPosture": ["posture:mac"]}
    old = {**POLICY, "grants": [], "acls": [rule | posture]}
    rows = compare_policies(read(old), read({**POLICY, "grants": []})).rows
    told = {
        (party.text, *row.rights) for row in rows for party in row.destinations if row.lane is Lane.NETWORK
    }
    assert {
        right.removesuffix(" (IPv4 only)") for to, *rights in told for right in rights if to == "tag:db"
    } == {"22 (tcp, udp, icmp)"}
    sources = {party.text for row in rows for party in row.sources}
    assert {"100.64.0.0/10", "tag:web"} <= sources


def test_addresses_need_no_word_about_their_family() -> None:
    (row,) = [r for r in edited(grant("group:dev", "office", ip=["tcp:80"])).rows if r.lane is Lane.NETWORK]
    assert row.rights == ("tcp:80",)
    assert row.witness is not None
    assert row.witness.right == "tcp:80"


def test_the_same_ports_of_several_protocols_are_said_once() -> None:
    rights = subtract(traffic(None, (PortRange(443, 443),)), traffic(6, (PortRange(443, 443),)))
    assert traffic_words(rights) == ("443 (udp, icmp)",)
    assert traffic_words(traffic(6, (PortRange(443, 443),))) == ("tcp:443",)


def test_any_of_several_routers_is_one_row() -> None:
    (row,) = edited(grant("group:dev", "office", ip=["*"], via=["tag:ci", "tag:web", "tag:db"])).rows
    assert row.after == "only through tag:ci, tag:web or tag:db"
    assert row.pairs == 1


def test_any_of_several_postures_is_one_row() -> None:
    def edit(policy: Json) -> None:
        policy["postures"]["posture:new"] = ["node:tsVersion >= '1.80'", "node:os == 'linux'"]
        rule = {"src": ["group:dev"], "dst": ["tag:ci"], "ip": ["tcp:81"]}
        policy["grants"].append(rule | {"srcPosture": ["posture:mac", "posture:new"]})

    (row,) = (row for row in edited(edit).rows if row.lane is Lane.NETWORK)
    assert row.after == (
        "only if the device has node:os == 'macos', or node:os == 'linux' and node:tsVersion >= '1.80'"
    )


def test_an_edited_posture_makes_rows_on_other_terms() -> None:
    old = deepcopy(POLICY)
    old["postures"] = {"posture:p": ["node:osVersion == '1.2'"]}
    old["grants"].append({"src": ["tag:ci"], "dst": ["tag:ci"], "ip": ["tcp:7"], "srcPosture": ["posture:p"]})
    new = deepcopy(old)
    new["postures"]["posture:p"] = ["node:osVersion > '1.2'"]
    (row,) = [r for r in compare_policies(read(old), read(new)).rows if r.lane is Lane.NETWORK]
    assert (row.change, row.effect) == (Change.CHANGED, Effect.BOTH)
    assert (row.before, row.after) == (
        "only if the device has node:osVersion == '1.2'",
        "only if the device has node:osVersion > '1.2'",
    )
    del new["postures"]["posture:p"]
    (row,) = [r for r in compare_policies(read(old), read(new)).rows if r.lane is Lane.NETWORK]
    assert row.change is Change.LOST


def test_the_rules_that_keep_a_part_are_named_in_a_sentence() -> None:
    for kept, words in (
        (1, "grants[0]"),
        (2, "grants[0] and grants[1]"),
        (3, "grants[0], grants[1] and grants[2]"),
    ):
        old = deepcopy(POLICY)
        old["tagOwners"].update({f"tag:k{n}": [] for n in range(3)})
        old["grants"] = [{"src": [f"tag:k{n}"], "dst": ["tag:db"], "ip": ["tcp:1"]} for n in range(kept)]
        new = deepcopy(old)
        old["grants"].append({"src": ["*"], "dst": ["*"], "ip": ["*"]})
        (row,) = [row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.NETWORK]
        still = "still allows" if kept == 1 else "still allow"
        assert row.notes == (f"except what {words} of the new version {still}",)


@pytest.mark.parametrize(
    ("src", "dst", "example"),
    [
        ("tag:ci", "0.0.0.0/0", "8.8.8.8"),
        ("tag:ci", "autogroup:internet", "8.8.8.8"),
        ("tag:ci", "10.9.0.0/16", "10.9.0.1"),
        ("tag:ci", "10.9.0.7", "10.9.0.7"),
        ("tag:ci", "2000::/3", "2001:4860:4860::8888"),
    ],
)
def test_an_example_is_an_address_that_somebody_may_have(src: str, dst: str, example: str) -> None:
    policy: Json = {"tagOwners": {"tag:ci": []}, "grants": []}
    rule = {"src": [src], "dst": [dst], "ip": ["443"]}
    found = compare_policies(read(policy), read({**policy, "grants": [rule]})).rows
    assert example in {row.witness.destination for row in found if row.witness is not None}


def test_a_network_but_for_an_address_is_told_as_such() -> None:
    policy: Json = {"tagOwners": {"tag:ci": []}, "hosts": {"lab": "10.0.0.0/16"}}
    kept = {"src": ["tag:ci"], "dst": ["10.0.7.1"], "ip": ["443"]}
    rule = {"src": ["tag:ci"], "dst": ["lab"], "ip": ["443"]}
    (row,) = compare_policies(
        read({**policy, "grants": [kept]}), read({**policy, "grants": [kept, rule]})
    ).rows
    assert [(party.text, party.exceptions) for party in row.destinations] == [("lab", ("10.0.7.1",))]
