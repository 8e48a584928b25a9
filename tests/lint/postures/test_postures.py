"""Postures and node attributes beyond the examples of the manual pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.lint.posture_logic import assertions, contradiction
from tailcli.policy.load import load
from tailcli.policy.posture_evaluation import holds
from tailcli.source import SourceText
from tests.lint.linting import fixed, grant, places, policy_text, reports_of


def posture(*texts: str) -> str:
    return policy_text(postures={"posture:p": list(texts)})


@pytest.mark.parametrize(
    "together",
    [
        ("node:os == 'linux'", "node:os != 'linux'"),
        ("node:os IN ['linux', 'macos']", "node:os == 'windows'"),
        ("node:tsVersion >= '1.80'", "node:tsVersion < '1.80'"),
        ("node:tsVersion > '1.10'", "node:tsVersion <= '1.9'"),
        ("falcon:ztaScore > 80", "falcon:ztaScore < 80"),
        ("custom:x IS SET", "custom:x NOT SET"),
        ("node:tsAutoUpdate == true", "node:tsAutoUpdate == false"),
        ("node:os NOT SET",),
    ],
)
def test_what_no_device_can_meet(together: tuple[str, ...]) -> None:
    assert len(places("TP710", posture(*together))) == 1


@pytest.mark.parametrize(
    "together",
    [
        ("node:os == 'linux'", "node:os != 'macos'"),
        ("node:tsVersion >= '1.80'", "node:tsVersion <= '1.80'"),
        ("node:tsVersion >= '1.9'", "node:tsVersion < '1.10'"),
        ("falcon:ztaScore >= 80", "falcon:ztaScore <= 80"),
        ("custom:x NOT SET",),
        ("custom:x == 'a'", "custom:y == 'b'"),
        ("custom:x > 'a'", "custom:x < 'a'"),
        ("node:osVersion IS SET",),
        ("node:tsVersion != '1.0'",),
    ],
)
def test_what_some_device_may_meet_and_another_not(together: tuple[str, ...]) -> None:
    assert places("TP710", posture(*together)) == []


def test_what_cannot_be_read_is_told_once() -> None:
    text = posture("node:os = 'linux'", "node:os == 'darwin'", "node:os == 'linux'")
    assert len(places("TP705", text)) == 1
    assert len(places("TP706", text)) == 1
    assert places("TP710", text) == []


VALUES = ["'linux'", "'macos'", "'windows'"]
texts = st.one_of(
    st.tuples(st.sampled_from(["==", "!="]), st.sampled_from(VALUES)).map(
        lambda pair: f"node:os {pair[0]} {pair[1]}"
    ),
    st.tuples(st.sampled_from(["IN", "NOT IN"]), st.lists(st.sampled_from(VALUES), min_size=1)).map(
        lambda pair: f"node:os {pair[0]} [{', '.join(pair[1])}]"
    ),
    st.tuples(st.sampled_from(["<", "<=", ">", ">="]), st.integers(0, 3)).map(
        lambda pair: f"node:tsVersion {pair[0]} '1.{pair[1]}'"
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_a_contradiction_is_met_by_no_device(together: list[str]) -> None:
    policy = load(SourceText("p", posture(*together)))
    located = assertions(policy.postures[0])
    assert located is not None
    if contradiction(located):
        for system in ("linux", "macos", "windows", "ios"):
            for version in ("1.0", "1.0.5", "1.1", "1.2", "1.2.5", "1.3", "1.4"):
                device = {"node:os": system, "node:tsVersion": version}
                assert not all(holds(assertion, device) for _, assertion in located)


def test_the_default_posture_counts_for_rules_without_their_own() -> None:
    sections = {"postures": {"posture:p": ["node:os == 'linux'"]}, "defaultSrcPosture": ["posture:p"]}
    own = grant("*", "*", srcPosture=["posture:p"])
    assert places("TP715", policy_text(**sections, grants=[own])) == ['"defaultSrcPosture"']
    assert places("TP715", policy_text(**sections, grants=[own, grant("*", "*")])) == []
    login = {"action": "accept", "src": ["a@example.com"], "dst": ["autogroup:self"], "users": ["root"]}
    assert places("TP715", policy_text(**sections, grants=[own], ssh=[login])) == []
    assert places("TP715", policy_text(**sections)) == []


def test_an_empty_entry_with_a_remark_is_kept() -> None:
    text = '{"nodeAttrs": [{"target": ["*"], "attr": [\n// "funnel",\n]}]}'
    assert [report.fix for report in reports_of("TP730", text)] == [None]
    assert fixed("TP730", '{"nodeAttrs": [{"target": []}, {"target": ["*"], "attr": ["mullvad"]}]}') == (
        '{"nodeAttrs": [{"target": ["*"], "attr": ["mullvad"]}]}'
    )


@pytest.mark.parametrize(
    "name", ["funnel", "custom:x", "nextdns:abc", "controld:abc", "one-cgnat?v=true", "example.com/cap/x"]
)
def test_known_attributes(name: str) -> None:
    assert places("TP735", policy_text(nodeAttrs=[{"target": ["*"], "attr": [name]}])) == []


def test_an_unknown_attribute_is_corrected_only_where_it_is_close() -> None:
    near, far = (
        reports_of("TP735", policy_text(nodeAttrs=[{"target": ["*"], "attr": [name]}]))[0]
        for name in ("magicdns-aaa", "something-else")
    )
    assert near.fix is not None
    assert near.fix.edits[0].replacement == '"magicdns-aaaa"'
    assert far.fix is None


def profiles(*entries: tuple[str, str]) -> list[str]:
    attrs = [{"target": [target], "attr": names.split()} for target, names in entries]
    groups = {"group:a": ["a@example.com"], "group:b": ["b@example.com"], "group:ab": ["a@example.com"]}
    return places("TP745", policy_text(groups=groups, nodeAttrs=attrs))


def test_profiles_for_the_same_devices() -> None:
    assert profiles(("group:a", "nextdns:1"), ("group:b", "nextdns:2")) == []
    assert profiles(("group:a", "nextdns:1"), ("group:ab", "nextdns:2")) == ['"nextdns:2"']
    assert profiles(("group:a", "nextdns:1 nextdns:2")) == ['"nextdns:2"']
    assert profiles(("*", "nextdns:1"), ("group:a", "nextdns:1 nextdns:no-device-info")) == []
    assert profiles(("*", "nextdns:1?priority=1"), ("group:a", "nextdns:2?priority=2")) == []


def test_only_people_need_a_posture_for_what_is_sensitive() -> None:
    def told(**more: object) -> list[str]:
        rule = {**grant("autogroup:member", "tag:vault"), **more}
        tags: dict[str, list[str]] = {"tag:vault": [], "tag:ci": []}
        return places(
            "TP720", policy_text(tagOwners=tags, postures={"posture:p": ["node:os IS SET"]}, grants=[rule])
        )

    assert told() == ['"tag:vault"']
    assert told(src=["tag:ci"]) == []
    assert told(srcPosture=["posture:p"]) == []


def test_routes_of_an_app_have_to_be_approved_for_its_connectors() -> None:
    def told(routes: dict[str, list[str]]) -> list[str]:
        app = [
            {"name": "x", "connectors": ["tag:c"], "routes": ["192.0.2.0/24"], "domains": ["x.example.com"]}
        ]
        attrs = [{"target": ["*"], "app": {"tailscale.com/app-connectors": app}}]
        return places(
            "TP771", policy_text(tagOwners={"tag:c": []}, nodeAttrs=attrs, autoApprovers={"routes": routes})
        )

    assert told({}) == ['"tag:c"']
    assert told({"198.51.100.0/24": ["tag:c"]}) == ['"192.0.2.0/24"']
    assert told({"192.0.2.0/23": ["tag:c"]}) == []
