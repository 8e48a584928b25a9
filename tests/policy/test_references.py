from __future__ import annotations

import pytest

from tailcli.policy.references import NameKind, Place, index
from tests.policy.check.reading import policy_of

_POLICY: dict[str, object] = {
    "groups": {"group:eng": ["alice@example.com"], "group:unused": []},
    "tagOwners": {"tag:web": ["group:eng"], "tag:unused": ["tag:owner"]},
    "hosts": {"db": "10.0.0.1", "10.9.9.9": "10.0.0.2", "inset": "10.0.0.3", "unused": "10.0.0.4"},
    "ipsets": {"ipset:prod": ["add host:inset", "remove ipset:other"]},
    "postures": {"posture:a": ["ip:country IN ['ipset:offices', 'DE']"], "posture:unused": []},
    "defaultSrcPosture": ["posture:a"],
    "acls": [
        {
            "action": "accept",
            "src": ["10.9.9.9", "10.8.8.8"],
            "dst": ["db:22", "[fd7a::1]:80", "ipset:prod:*"],
        }
    ],
    "grants": [
        {
            "src": [" user:alice@example.com"],
            "dst": ["svc:api", "missing"],
            "via": ["tag:router"],
            "app": {"example.com/cap/x": [{"recorder": ["tag:in-app"], "deep": {"er": "tag:deeper"}}]},
            "srcPosture": ["posture:b"],
        }
    ],
    "ssh": [
        {
            "action": "accept",
            "src": ["group:ssh"],
            "dst": ["tag:web"],
            "users": ["tag:no"],
            "recorder": ["tag:rec"],
        }
    ],
    "tests": [{"src": "bob@example.com", "accept": ["db:80,90", "tag:web"], "deny": ["tag:tested:22"]}],
    "sshTests": [{"src": "carol@example.com", "dst": ["tag:web"], "accept": ["root"]}],
    "nodeAttrs": [
        {
            "target": ["group:attr"],
            "attr": ["funnel"],
            "app": {"tailscale.com/app-connectors": [{"connectors": ["tag:conn"]}]},
        }
    ],
    "autoApprovers": {
        "routes": {"10.0.0.0/8": ["tag:route"]},
        "exitNode": ["tag:exit"],
        "services": {"svc:db": ["tag:svc"], "tag:key": []},
    },
}


@pytest.mark.parametrize(
    ("kind", "unused", "undefined"),
    [
        (NameKind.GROUP, ["group:unused"], ["group:attr", "group:ssh"]),
        (
            NameKind.TAG,
            ["tag:unused"],
            ["tag:conn", "tag:deeper", "tag:exit", "tag:in-app", "tag:key", "tag:owner", "tag:rec",
             "tag:route", "tag:router", "tag:svc", "tag:tested"],
        ),
        (NameKind.HOST, ["unused"], ["missing"]),
        (NameKind.IPSET, [], ["ipset:offices", "ipset:other"]),
        (NameKind.POSTURE, ["posture:unused"], ["posture:b"]),
        (NameKind.SERVICE, ["svc:db"], ["svc:api"]),
        (NameKind.LOGIN, [], ["alice@example.com", "bob@example.com", "carol@example.com"]),
    ],
)  # fmt: skip
def test_what_is_defined_and_never_used_and_the_other_way_round(
    kind: NameKind, unused: list[str], undefined: list[str]
) -> None:
    names = index(policy_of(_POLICY)).of(kind)
    assert [node.value for node in names.unused()] == unused
    assert sorted(name for name, _ in names.undefined()) == undefined


def test_a_use_knows_its_place_and_underlines_the_name_alone() -> None:
    policy = policy_of(_POLICY)
    names = index(policy)
    uses = [
        *names.hosts.uses["db"],
        *names.ipsets.uses["ipset:offices"],
        *names.logins.uses["alice@example.com"],
    ]
    text = policy.document.source.text
    assert [(use.place, text[use.span.start : use.span.end]) for use in uses] == [
        (Place("acls", 0, "dst"), "db"),
        (Place("tests", 0, "accept"), "db"),
        (Place("postures", 0, "assertions"), "ipset:offices"),
        (Place("groups", 0, "members"), "alice@example.com"),
        (Place("grants", 0, "src"), "alice@example.com"),
    ]


def test_an_empty_policy_has_no_names() -> None:
    names = index(policy_of({}))
    assert all(not names.of(kind).definitions and not names.of(kind).uses for kind in NameKind)
