"""Rows in as few words as say it, the riskiest first."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Lane, Risk

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
        (login(action="check"), Risk.USUAL),
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
    assert row.notes == ("except what grants[0], grants[2], grants[3] and 3 more still allow",)


PAIRS = (("web", "ci"), ("ci", "web"), ("ci", "ci"), ("db", "web"))


def test_addresses_need_no_word_about_their_family() -> None:
    (row,) = [r for r in edited(grant("group:dev", "office", ip=["tcp:80"])).rows if r.lane is Lane.NETWORK]
    assert row.rights == ("tcp:80",)
    assert row.witness is not None
    assert row.witness.right == "tcp:80"
