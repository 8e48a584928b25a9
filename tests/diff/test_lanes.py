"""Every lane tells of its edits, and nothing that differs is called identical."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Change, Effect, Lane, Verdict
from tailcli.policy.load import load
from tailcli.source.text import SourceText

from .policies import POLICY, edited, read, said

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]

ROUTE = "and any inside it"
OTHERS: list[tuple[Lane, Callable[[Json], object], list[str]]] = [
    (
        Lane.TAG_OWNERS,
        lambda p: p["tagOwners"]["tag:db"].append("group:dev"),
        ["+ group:dev: assign tag:db"],
    ),
    (
        Lane.TAG_OWNERS,
        lambda p: p["tagOwners"].update({"tag:new": []}),
        ["+ admins and network admins: assign tag:new"],
    ),
    (Lane.TAG_OWNERS, lambda p: p["groups"]["group:ops"].clear(), ["- group:ops: assign tag:db"]),
    (
        Lane.APPROVAL,
        lambda p: p["autoApprovers"]["routes"].update({"10.0.0.0/8": ["tag:ci"]}),
        [f"+ tag:ci: approved route 10.0.0.0/8 {ROUTE}"],
    ),
    (
        Lane.APPROVAL,
        lambda p: p["autoApprovers"].update({"routes": {"10.0.0.0/8": ["tag:web"]}}),
        [f"+ tag:web: approved route 10.0.0.0/8 {ROUTE}", f"- tag:ci: approved route 10.1.0.0/16 {ROUTE}"],
    ),
    (
        Lane.APPROVAL,
        lambda p: p["autoApprovers"]["routes"].update({"::/0": ["tag:ci"]}),
        ["+ tag:ci: approved every IPv6 subnet route (not the exit route)"],
    ),
    (
        Lane.APPROVAL,
        lambda p: p["autoApprovers"]["routes"].update({"10.1.2.0/24": ["tag:ci"]}),
        [],
    ),
    (
        Lane.APPROVAL,
        lambda p: p["autoApprovers"].pop("exitNode"),
        ["- tag:ci: approved as an exit node"],
    ),
    (
        Lane.APPROVAL,
        lambda p: p["autoApprovers"].update({"services": {"svc:wiki": ["tag:web"]}}),
        ["+ tag:web: approved service svc:wiki"],
    ),
    (
        Lane.ATTRIBUTES,
        lambda p: p["nodeAttrs"].append({"target": ["*"], "attr": ["funnel"]}),
        ["+ *: attribute funnel"],
    ),
    (
        Lane.ATTRIBUTES,
        lambda p: p["nodeAttrs"].append({"target": ["tag:ci"], "ipPool": ["100.80.0.0/16"]}),
        ["+ tag:ci: addresses from 100.80.0.0/16"],
    ),
    (
        Lane.TESTS,
        lambda p: p["tests"][0].pop("deny"),
        ["- ada@example.com: deny tag:db:5432"],
    ),
    (
        Lane.TESTS,
        lambda p: p["sshTests"][0].update({"check": [], "accept": ["root"]}),
        ["- cy@example.com: check ssh as root on tag:db", "+ cy@example.com: accept ssh as root on tag:db"],
    ),
    (Lane.SETTINGS, lambda p: p.update({"randomizeClientPort": True}), ["+ : randomizeClientPort"]),
    (Lane.SETTINGS, lambda p: p.update({"dns": {"a": 1}}), ["+ : dns"]),
    (
        Lane.SETTINGS,
        lambda p: p["grants"][0].update({"comment": "x"}),
        ['+ : cannot be used: grants[0] has no field "comment": "x"'],
    ),
]


@pytest.mark.parametrize(("lane", "edit", "expected"), OTHERS)
def test_other_lanes(lane: Lane, edit: Callable[[Json], object], expected: list[str]) -> None:
    found = edited(edit)
    rows = [said(row).replace("+:", "+ :") for row in found.rows if row.lane is lane]
    assert sorted(rows) == sorted(expected)
    assert (found.verdict is Verdict.IDENTICAL) == (not found.rows)


def test_attributes_have_no_effect_on_the_verdict_of_access() -> None:
    found = edited(lambda p: p["nodeAttrs"].clear())
    assert found.verdict is Verdict.OTHER
    assert found.is_certain


def test_a_setting_is_told_value_by_value() -> None:
    old, new = (
        load(SourceText("p", f'{{"grants": [], "derpMap": {{"Regions": {{"900": {region}}}}}}}'))
        for region in ('{"RegionID": 900}', '{"regionid": 900, "Avoid": true}')
    )
    (row,) = compare_policies(old, new).rows
    assert (row.rights, row.before, row.after) == (("derpMap['Regions']['900']['Avoid']",), "", "true")


def test_an_added_suppression_is_told() -> None:
    old, new = (
        load(SourceText("p", text))
        for text in ('{"grants": []}', '{// tailcli: ignore[TP201] for now\n"grants": []}')
    )
    (row,) = compare_policies(old, new).rows
    assert (row.lane, row.rights, row.new[0].line) == (Lane.SUPPRESSIONS, ("ignore[TP201]",), 1)


def test_a_suppression_of_the_whole_file_is_told_with_what_it_silences() -> None:
    old, new = (
        load(SourceText("p", f"// tailcli: {directive} elsewhere\n{{}}"))
        for directive in ("ignore-file[TP801]", "ignore-file[TP801, TP901]")
    )
    gone, added = sorted(compare_policies(old, new).rows, key=lambda row: row.change is Change.GAINED)
    assert (gone.change, gone.rights) == (Change.LOST, ("ignore-file[TP801]",))
    assert (added.change, added.rights) == (Change.GAINED, ("ignore-file[TP801,TP901]",))


def test_a_posture_is_told_once_with_its_rules() -> None:
    found = edited(lambda p: p["postures"]["posture:mac"].append("node:tsVersion >= '1.60'"))
    (row,) = [row for row in found.rows if row.lane is Lane.POSTURES]
    assert row.effect is Effect.NARROWER
    assert row.notes == ("named by grants[1]",)
    (access,) = [row for row in found.rows if row.lane is Lane.NETWORK]
    assert access.cause is not None
    assert access.cause.text == "posture:mac changed: + node:tsVersion >= '1.60'"


def test_an_unused_definition_is_an_idle_edit() -> None:
    found = edited(lambda p: p["ipsets"].update({"ipset:new": ["add 10.9.0.0/16"]}))
    assert found.verdict is Verdict.IDENTICAL
    assert [cause.text for cause in found.idle_causes] == ["ipset:new defined: add 10.9.0.0/16"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"recorder": ["tag:ci"], "enforceRecorder": True}, {}, Effect.WIDER),
        ({}, {"recorder": ["tag:ci"]}, Effect.NARROWER),
        ({"recorder": ["tag:ci"]}, None, Effect.NARROWER),
        (None, {"recorder": ["tag:ci"]}, Effect.WIDER),
    ],
)
def test_who_is_no_longer_recorded_has_not_only_lost(
    old: Json | None, new: Json | None, expected: Effect
) -> None:
    def with_settings(settings: Json | None) -> Json:
        parameters = {"impersonate": {"groups": ["readers"]}} | (settings or {})
        app = {"tailscale.com/cap/kubernetes": [parameters]}
        grants = [] if settings is None else [{"src": ["group:dev"], "dst": ["tag:web"], "app": app}]
        return POLICY | {"grants": [*POLICY["grants"], *grants]}

    found = compare_policies(read(with_settings(old)), read(with_settings(new)))
    assert {row.effect for row in found.rows if row.lane is Lane.APPLICATION} == {expected}
