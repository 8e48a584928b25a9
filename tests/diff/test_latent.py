"""What somebody could reach by an act that the policy allows, with the path in words."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from tailcli.access.permissions import KUBERNETES
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Lane, Risk, Verdict
from tailcli.report.diff.words import sentence

from .policies import POLICY, edited, read, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.diff.model import AccessDiff, Row

Json = dict[str, Any]

VAULT: Json = {
    "groups": {"group:dev": ["ada@example.com"], "group:ops": ["cy@example.com"]},
    "tagOwners": {"tag:ops": ["group:ops"], "tag:prod": [], "tag:vault": []},
    "grants": [
        {
            "src": ["tag:ops"],
            "dst": ["tag:vault"],
            "app": {"tailscale.com/cap/secrets": [{"action": ["get"], "secret": ["prod/*"]}]},
        },
        {"src": ["tag:ops"], "dst": ["tag:prod"], "ip": ["tcp:22"]},
    ],
    "ssh": [{"action": "accept", "src": ["tag:ops"], "dst": ["tag:prod"], "users": ["root", "deploy"]}],
}
"""A tag that may read secrets, and log in to production."""


def latent_of(old: Json, new: Json) -> list[tuple[Lane | None, str]]:
    """What latent access there is between two policies, with its kind."""
    rows = (row for row in compare_policies(read(old), read(new)).rows if row.lane is Lane.LATENT)
    return [(row.leads_to, f"{said(row)} {row.after or row.before}") for row in rows]


def vault(edit: Callable[[Json], object], base: Json = VAULT) -> list[tuple[Lane | None, str]]:
    """The latent access beside traffic that an edit gives or takes."""
    new = deepcopy(base)
    edit(new)
    return [one for one in latent_of(base, new) if one[0] is not Lane.NETWORK]


BY_TAG = "by tagging a device tag:ops"
SECRET = "tag:vault: secrets: get on prod/*"
LOGIN = "tag:prod: root, deploy"


def own_more(policy: Json) -> None:
    policy["tagOwners"]["tag:ops"].append("group:dev")


def test_an_owner_may_do_what_the_tag_may() -> None:
    assert vault(own_more) == [
        (Lane.APPLICATION, f"+ group:dev -> {SECRET} {BY_TAG}"),
        (Lane.SSH, f"+ group:dev -> {LOGIN} {BY_TAG}"),
    ]
    new = deepcopy(VAULT)
    own_more(new)
    assert vault(lambda policy: policy["tagOwners"].update(VAULT["tagOwners"]), new) == [
        (Lane.APPLICATION, f"- group:dev -> {SECRET} {BY_TAG}"),
        (Lane.SSH, f"- group:dev -> {LOGIN} {BY_TAG}"),
    ]


def rows_of(edit: Callable[[Json], object], lane: Lane, base: Json = VAULT) -> list[Row]:
    new = deepcopy(base)
    edit(new)
    rows = compare_policies(read(base), read(new)).rows
    return [row for row in rows if row.lane is Lane.LATENT and row.leads_to is lane]


@pytest.mark.parametrize("lane", [Lane.APPLICATION, Lane.SSH])
def test_a_step_to_secrets_or_to_root_is_sensitive_and_names_its_edit(lane: Lane) -> None:
    (row,) = rows_of(own_more, lane)
    assert (row.risk, row.pairs, row.people) == (Risk.SENSITIVE, 1, 1)
    assert row.cause is not None
    assert row.cause.text == 'tagOwners["tag:ops"]: + group:dev'
    label = "ssh[0]" if lane is Lane.SSH else "grants[0]"
    assert [[place.label for place in places] for places in (row.old, row.new)] == [[label], [label]]


def test_what_the_tag_gains_its_owners_could_do() -> None:
    def edit(policy: Json) -> None:
        policy["grants"][0]["app"]["tailscale.com/cap/secrets"][0]["secret"].append("dev/*")
        policy["ssh"][0]["users"].append("admin")

    assert vault(edit) == [
        (Lane.APPLICATION, f"+ group:ops -> tag:vault: secrets: get on dev/* {BY_TAG}"),
        (Lane.SSH, f"+ group:ops -> tag:prod: admin {BY_TAG}"),
    ]
    causes = [row.cause for lane in (Lane.APPLICATION, Lane.SSH) for row in rows_of(edit, lane)]
    assert [cause and cause.text.partition(" ")[0] for cause in causes] == ["grants[0]", "ssh[0]"]


def test_what_they_may_do_anyway_is_left_out() -> None:
    base = deepcopy(VAULT)
    base["grants"] += [
        {**base["grants"][0], "src": ["group:dev"]},
        {"src": ["group:dev"], "dst": ["tag:prod"], "ip": ["tcp:22"]},
    ]
    base["ssh"].append({**base["ssh"][0], "src": ["group:dev"], "action": "check", "users": ["root"]})
    assert vault(own_more, base) == [(Lane.SSH, f"+ group:dev -> tag:prod: deploy {BY_TAG}")]


def test_what_they_could_do_by_another_step_before_is_left_out() -> None:
    base = deepcopy(VAULT)
    base["tagOwners"]["tag:ci"] = ["group:dev"]
    for rule in (*base["grants"], *base["ssh"]):
        rule["src"] = ["tag:ops", "tag:ci"]
    assert vault(own_more, base) == []


def test_what_others_could_do_by_that_step_too_is_left_out() -> None:
    base = deepcopy(VAULT)
    base["tagOwners"]["tag:ci"] = ["group:dev", "di@example.com"]
    for rule in (*base["grants"], *base["ssh"]):
        rule["src"] = ["tag:ops", "tag:ci"]
    assert vault(own_more, base) == []


def test_what_some_of_them_may_do_anyway_is_told_of_the_others() -> None:
    base = deepcopy(VAULT)
    base["grants"].append({**base["grants"][0], "src": ["group:dev"]})

    def edit(policy: Json) -> None:
        policy["tagOwners"]["tag:ops"] += ["group:dev", "di@example.com"]

    assert vault(edit, base) == [
        (Lane.APPLICATION, f"+ di@example.com -> {SECRET} {BY_TAG}"),
        (Lane.SSH, f"+ group:dev, di@example.com -> {LOGIN} {BY_TAG}"),
    ]


def test_what_a_tag_gains_beside_its_logins_its_owners_could_do() -> None:
    def edit(policy: Json) -> None:
        policy["grants"][0]["app"]["tailscale.com/cap/secrets"][0]["secret"] = ["dev/*"]

    gained = (Lane.APPLICATION, f"+ group:ops -> tag:vault: secrets: get on dev/* {BY_TAG}")
    assert gained in vault(edit)


def test_settings_that_bind_whoever_has_a_tag_are_no_use_of_it() -> None:
    base = deepcopy(VAULT)
    kubernetes = [{"impersonate": {"groups": ["system:masters"]}}]
    base["grants"].append({"src": ["tag:ops"], "dst": ["tag:prod"], "app": {KUBERNETES: kubernetes}})
    recorded = [{"recorder": ["tag:vault"], "enforceRecorder": True}]
    assert (
        vault(lambda policy: policy["grants"][-1]["app"].update({KUBERNETES: recorded + kubernetes}), base)
        == []
    )
    found = vault(own_more, base)
    assert (
        Lane.APPLICATION,
        f"+ group:dev -> tag:prod: kubernetes: impersonate system:masters {BY_TAG}",
    ) in found


def test_a_login_by_a_step_needs_the_port() -> None:
    base = deepcopy(VAULT)
    base["tagOwners"]["tag:ops"].append("group:dev")
    opened = base["grants"].pop()
    (row,) = rows_of(lambda policy: policy["grants"].append(opened), Lane.SSH, base)
    assert said(row) == "+ group:ops, group:dev -> tag:prod: root, deploy"
    assert row.cause is not None
    assert row.cause.text == "grants[1] added"
    base["tagOwners"]["tag:ops"].pop()
    assert vault(own_more, base) == [(Lane.APPLICATION, f"+ group:dev -> {SECRET} {BY_TAG}")]


@pytest.mark.parametrize(
    "terms",
    [{"action": "check"}, {"srcPosture": ["posture:mac"]}, {"acceptEnv": ["LANG"]}],
)
def test_other_terms_of_a_login_are_no_latent_login(terms: Json) -> None:
    base = deepcopy(VAULT)
    base["postures"] = {"posture:mac": ["node:os == 'macos'"]}
    assert vault(lambda policy: policy["ssh"][0].update(terms), base) == []


def test_a_login_leads_on_to_a_login_as_another() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].append({"src": ["group:dev"], "dst": ["tag:ops"], "ip": ["tcp:22"]})
        policy["ssh"].append({**policy["ssh"][0], "src": ["group:dev"], "dst": ["tag:ops"]})

    by_login = "by logging in to tag:ops over SSH"
    assert vault(edit) == [
        (Lane.APPLICATION, f"+ group:dev -> {SECRET} {by_login}"),
        (Lane.SSH, f"+ group:dev -> {LOGIN} {by_login}"),
    ]


def test_whoever_has_a_tag_could_log_in_to_the_others_that_have_it() -> None:
    base = deepcopy(VAULT)
    base["ssh"][0]["dst"] = base["grants"][1]["dst"] = ["tag:ops"]
    assert vault(own_more, base)[1] == (Lane.SSH, f"+ group:dev -> tag:ops: root, deploy {BY_TAG}")


def test_applications_of_routes_of_both_families_are_told_once() -> None:
    base = deepcopy(VAULT)
    base["grants"][0]["src"] = list(ROUTES)

    def approve(policy: Json) -> None:
        policy["autoApprovers"] = {"routes": {route: ["group:dev"] for route in ROUTES}}

    approved = "by having 10.9.0.0/16 approved"
    assert vault(approve, base) == [(Lane.APPLICATION, f"+ group:dev -> {SECRET} {approved}")]


def test_sentences_say_which_kind_of_access_it_is() -> None:
    new = deepcopy(VAULT)
    own_more(new)
    rows = [row for row in compare_policies(read(VAULT), read(new)).rows if row.leads_to is not None]
    assert sorted(map(sentence, rows)) == [
        f"group:dev (1 person) could log in to tag:prod by SSH as root and deploy {BY_TAG}",
        f"group:dev (1 person) could reach tag:prod on tcp:22 {BY_TAG}",
        f"group:dev (1 person) could use secrets: get on prod/* on tag:vault {BY_TAG}",
    ]


def latent(found: AccessDiff) -> dict[str, str]:
    return {said(row): row.after or row.before for row in found.rows if row.lane is Lane.LATENT}


def test_an_owner_may_reach_what_the_tag_reaches() -> None:
    found = edited(lambda p: p["tagOwners"]["tag:web"].append("di@example.com"))
    assert latent(found) == {"+ di@example.com -> tag:db: tcp:5432": "by tagging a device tag:web"}
    assert found.verdict is Verdict.OTHER


def test_the_other_way_round_it_is_lost() -> None:
    found = edited(lambda p: p["tagOwners"]["tag:web"].clear())
    assert latent(found) == {"- group:dev -> tag:db: tcp:5432": "by tagging a device tag:web"}


def test_tags_that_own_tags_are_followed() -> None:
    def edit(policy: Json) -> None:
        policy["tagOwners"]["tag:ci"] = ["di@example.com"]
        policy["tagOwners"]["tag:web"] = ["group:dev", "tag:ci"]

    found = latent(edited(edit))
    assert (
        found["+ di@example.com -> tag:db: tcp:5432"]
        == "by tagging a device tag:ci, then tagging a device tag:web"
    )


def test_what_is_reached_anyway_is_left_out() -> None:
    found = edited(lambda p: p["tagOwners"]["tag:web"].append("group:ops"))
    assert latent(found) == {"+ group:ops -> tag:db: tcp:5432": "by tagging a device tag:web"}
    old = deepcopy(POLICY)
    old["grants"].append({"src": ["group:ops"], "dst": ["*"], "ip": ["*"]})
    new = deepcopy(old)
    new["tagOwners"]["tag:web"].append("group:ops")
    assert latent(compare_policies(read(old), read(new))) == {}


def test_a_login_leads_on() -> None:
    def edit(policy: Json) -> None:
        policy["grants"].append({"src": ["di@example.com"], "dst": ["tag:web"], "ip": ["tcp:22"]})
        policy["ssh"].append(
            {"action": "accept", "src": ["di@example.com"], "dst": ["tag:web"], "users": ["root"]}
        )

    assert latent(edited(edit)) == {
        "+ di@example.com -> tag:db: tcp:5432": "by logging in to tag:web over SSH"
    }


def test_a_login_without_a_way_to_the_port_leads_nowhere() -> None:
    rule = {"action": "accept", "src": ["di@example.com"], "dst": ["tag:web"], "users": ["root"]}
    assert latent(edited(lambda p: p["ssh"].append(rule))) == {}


def test_a_route_that_is_approved_speaks_for_its_addresses() -> None:
    old = deepcopy(POLICY)
    old["grants"].append({"src": ["10.1.2.0/24"], "dst": ["tag:db"], "ip": ["tcp:80"]})
    new = deepcopy(old)
    new["autoApprovers"]["routes"]["10.1.0.0/16"] = ["tag:ci", "di@example.com"]
    found = latent(compare_policies(read(old), read(new)))
    assert list(found.values()) == ["by having 10.1.0.0/16 approved"]
    assert all(key.startswith(f"{Change.GAINED.value} di@example.com -> tag:db: tcp:80") for key in found)


ROUTES = ("10.9.0.0/16", "fd00:9::/48")


def routed(*approved: str, **traffic: list[str]) -> Json:
    """A policy in which the addresses of two routes reach the database."""
    policy = deepcopy(POLICY)
    ports = {"10.9.0.0/16": ["tcp:8443"], "fd00:9::/48": ["tcp:8443"]} | {
        ROUTES[name == "six"]: said for name, said in traffic.items()
    }
    policy["grants"] += [{"src": [route], "dst": ["tag:db"], "ip": ports[route]} for route in ROUTES]
    policy["autoApprovers"]["routes"] |= {route: ["group:dev"] for route in approved}
    return policy


def test_routes_of_both_families_that_lead_to_the_same_are_told_once() -> None:
    old, new = read(routed()), read(routed(*ROUTES))
    found = compare_policies(old, new)
    (row,) = [row for row in found.rows if row.lane is Lane.LATENT]
    assert (said(row), row.after) == (
        "+ group:dev -> tag:db: tcp:8443",
        "by having 10.9.0.0/16 or fd00:9::/48 approved",
    )
    assert row.pairs == 1
    assert row.cause is not None
    assert row.cause.text == (
        'autoApprovers.routes["10.9.0.0/16"], autoApprovers.routes["fd00:9::/48"] added'
    )
    (lost,) = [row for row in compare_policies(new, old).rows if row.lane is Lane.LATENT]
    assert (lost.change, lost.before) == (Change.LOST, row.after)


def test_routes_that_lead_to_something_else_stay_apart() -> None:
    other = {"six": ["tcp:22"]}
    found = latent(compare_policies(read(routed(**other)), read(routed(*ROUTES, **other))))
    assert list(found.values()) == [f"by having {route} approved" for route in ROUTES]
    one = latent(compare_policies(read(routed()), read(routed(ROUTES[0]))))
    assert list(one.values()) == ["by having 10.9.0.0/16 approved"]


def test_the_step_that_leads_furthest_is_told_first_and_what_is_inside_it_not_again() -> None:
    def edit(policy: Json) -> None:
        policy["tagOwners"]["tag:ci"] = ["group:dev"]
        policy["grants"] += [
            {"src": ["tag:web"], "dst": ["tag:db"], "ip": ["tcp:22"]},
            {"src": ["tag:ci"], "dst": ["*"], "ip": ["*"]},
        ]

    assert set(latent(edited(edit)).values()) == {"by tagging a device tag:ci"}


def test_the_edit_of_a_login_is_behind_what_it_leads_to() -> None:
    old: Json = {
        "tagOwners": {"tag:jump": [], "tag:db": []},
        "groups": {"group:dev": ["ada@example.com"]},
        "grants": [
            {"src": ["group:dev"], "dst": ["tag:jump"], "ip": ["tcp:22"]},
            {"src": ["tag:jump"], "dst": ["tag:db"], "ip": ["tcp:5432"]},
        ],
        "ssh": [{"action": "check", "src": ["group:dev"], "dst": ["tag:jump"], "users": ["root"]}],
    }
    new = deepcopy(old)
    new["groups"] = {"group:dev": ["ada@example.com", "ben@example.com"]}
    found = compare_policies(read(old), read(new))
    (row,) = (row for row in found.rows if row.lane is Lane.LATENT)
    assert said(row) == "+ ben@example.com -> tag:db: tcp:5432"
    assert row.cause is not None
    assert row.cause.text == "ben@example.com joined group:dev"
