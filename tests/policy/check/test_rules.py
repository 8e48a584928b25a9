"""``acls`` and ``grants``."""

from __future__ import annotations

import pytest

from tests.policy.check.reading import Row, problems_of, rows_of

_NAMES: dict[str, object] = {
    "groups": {"group:eng": []},
    "tagOwners": {"tag:web": []},
    "hosts": {"db": "10.0.0.1", "10.9.9.9": "10.0.0.2"},
    "ipsets": {"ipset:prod": []},
}
_SELF_SERVER = "autogroup:self can only be used with users, groups, or supported autogroups"
_SELF_SRC = '"autogroup:self" not valid on the src side of a rule'


def _acl(**fields: object) -> list[Row]:
    rule = {"action": "accept", "src": ["*"], "dst": ["*:*"], **fields}
    return rows_of({**_NAMES, "acls": [rule]})


def _grant(**fields: object) -> list[Row]:
    return rows_of({**_NAMES, "grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"], **fields}]})


@pytest.mark.parametrize(
    "selector",
    [
        "*",
        "alice@example.com",
        "user:*@example.com",
        "group:eng",
        "group:synced@example.com",
        "tag:web",
        "ipset:prod",
        "db",
        " db ",
        "10.0.0.0/8",
        "fd7a:115c:a1e0::1",
        "10.9.9.9",
        "autogroup:member",
        "autogroup:members",
        "autogroup:tagged",
        "autogroup:admin",
        "autogroup:danger-all",
        "autogroup:shared",
    ],
)
def test_what_may_be_a_source(selector: str) -> None:
    assert _acl(src=[selector]) == []
    assert _grant(src=[selector]) == []


@pytest.mark.parametrize(
    ("selector", "kind", "server"),
    [
        ("tag:wbe", "undefined-tag", 'src=tag not found: "tag:wbe"'),
        ("group:eg", "undefined-group", None),
        ("ipset:pord", "undefined-ipset", None),
        ("dbb", "undefined-host", None),
        ("10.0.0.300", "undefined-host", None),
        ("10.0.0.1-10.0.0.9", "selector-position", None),
        ("", "selector-position", None),
        ("svc:db", "selector-position", None),
        ("autogroup:self", "autogroup-position", _SELF_SRC),
        ("autogroup:internet", "autogroup-position", None),
        ("autogroup:nonroot", "autogroup-position", None),
        ("autogroup:everyone", "unknown-autogroup", None),
    ],
)
def test_what_cannot_be_a_source(selector: str, kind: str, server: str | None) -> None:
    assert _acl(src=[selector]) == [Row(kind, selector, server)]
    assert _grant(src=[selector]) == [Row(kind, selector, server)]


@pytest.mark.parametrize(
    ("entry", "kind", "blamed", "server"),
    [
        ("tag:wbe:22", "undefined-tag", "tag:wbe", 'dst="tag:wbe": tag not found: "tag:wbe"'),
        ("dbb:22", "undefined-host", "dbb", None),
        (
            "autogroup:danger-all:*",
            "autogroup-position",
            "autogroup:danger-all",
            "cannot use autogroup:danger-all as a dst",
        ),
        ("autogroup:shared:*", "autogroup-position", "autogroup:shared", None),
        ("tag:web", "missing-port", "tag:web", 'dst="tag:web": port range "web": invalid first integer'),
        ("db", "missing-port", "db", 'dst="db": hostport must contain a colon (":")'),
        ("10.0.0.1", "missing-port", "10.0.0.1", 'dst="10.0.0.1": hostport must contain a colon (":")'),
        ("fd7a:115c:a1e0::1", "missing-port", "fd7a:115c:a1e0::1", None),
        ("tag:80", "missing-port", "tag:80", None),
        ("tag:web:ssh", "bad-port", "ssh", 'dst="tag:web:ssh": port range "ssh": invalid first integer'),
        (
            "db:80,0",
            "bad-port",
            "0",
            'dst="db:80,0": port range "0": first port must be >0, or use \'*\' for wildcard',
        ),
        ("db:", "missing-port", "", 'dst="db:": invalid port list: ""'),
    ],
)
def test_what_cannot_be_an_acl_destination(entry: str, kind: str, blamed: str, server: str | None) -> None:
    assert _acl(dst=[entry]) == [Row(kind, blamed, server)]


@pytest.mark.parametrize(
    "entry",
    [
        "db:22",
        "tag:web:22,80-90",
        "[fd7a::1]:443",
        "fd7a::1:443",
        "svc:web:443",
        "autogroup:internet:*",
        "ipset:prod:*",
    ],
)
def test_what_may_be_an_acl_destination(entry: str) -> None:
    assert _acl(dst=[entry]) == []


@pytest.mark.parametrize(
    ("selector", "kind", "blamed", "server"),
    [
        (
            "tag:web:443",
            "grant-dst-port",
            ":443",
            'dst "tag:web:443": host name must not contain colon (":") for "tag:web:443"',
        ),
        ("*:*", "grant-dst-port", ":*", 'dst "*:*": host name must not contain colon (":") for "*:*"'),
        (
            "10.0.0.1:80",
            "grant-dst-port",
            ":80",
            'dst "10.0.0.1:80": host name must not contain colon (":") for "10.0.0.1:80"',
        ),
        (
            "0.0.0.0/0",
            "default-route-dst",
            "0.0.0.0/0",
            'dst "0.0.0.0/0": to allow all IP addresses, use "*" or "autogroup:internet"',
        ),
        (
            "::/0",
            "default-route-dst",
            "::/0",
            'dst "::/0": to allow all IP addresses, use "*" or "autogroup:internet"',
        ),
        ("tag:wbe", "undefined-tag", "tag:wbe", None),
        ("svc:Web_1", "service-name", "Web_1", None),
    ],
)
def test_what_cannot_be_the_destination_of_a_grant(
    selector: str, kind: str, blamed: str, server: str | None
) -> None:
    assert _grant(dst=[selector]) == [Row(kind, blamed, server)]


@pytest.mark.parametrize(
    "selector", ["svc:web", "fd7a::1:443", "autogroup:internet", "10.0.0.0/8", "db", "autogroup:admin"]
)
def test_what_may_be_the_destination_of_a_grant(selector: str) -> None:
    assert _grant(dst=[selector]) == []


@pytest.mark.parametrize(
    ("source", "in_acl", "in_grant"),
    [
        ("*", [], [_SELF_SERVER]),
        ("alice@example.com", [], []),
        ("group:eng", [], []),
        ("autogroup:member", [], []),
        ("autogroup:admin", [], []),
        ("tag:web", [_SELF_SERVER], [_SELF_SERVER]),
        ("autogroup:tagged", [_SELF_SERVER], [_SELF_SERVER]),
        ("10.0.0.0/8", [_SELF_SERVER], [_SELF_SERVER]),
        ("db", [_SELF_SERVER], [_SELF_SERVER]),
        ("ipset:prod", [None], [None]),
    ],
)
def test_who_may_be_a_source_of_self(
    source: str, in_acl: list[str | None], in_grant: list[str | None]
) -> None:
    acl = _acl(src=["alice@example.com", source], dst=["tag:web:22", "autogroup:self:*"])
    grant = _grant(src=["alice@example.com", source], dst=["tag:web", "autogroup:self"])
    assert acl == [Row("autogroup-self-source", source, server) for server in in_acl]
    assert grant == [Row("autogroup-self-source", source, server) for server in in_grant]


def test_a_host_called_like_an_autogroup_is_a_host() -> None:
    rule = {"action": "accept", "src": ["tag:web"], "dst": ["self:22", "internet:443"]}
    hosts = {"self": "10.0.0.7", "internet": "10.0.0.8"}
    assert rows_of({"tagOwners": {"tag:web": []}, "hosts": hosts, "acls": [rule]}) == []


@pytest.mark.parametrize(
    ("action", "server"),
    [("accept", None), (" accept", None), ("deny", 'action="deny" is not supported')],
)
def test_the_action_of_an_acl_rule(action: str, server: str | None) -> None:
    assert _acl(action=action) == ([] if server is None else [Row("action", action, server)])


def test_a_wrongly_capitalised_action_is_reported_without_claiming_a_refusal() -> None:
    assert _acl(action="Accept") == [Row("action", "Accept", None)]


def test_the_protocol_of_an_acl_rule() -> None:
    assert _acl(proto="") == []
    assert _acl(proto="tpc") == [
        Row("bad-protocol", "tpc", 'proto name "tpc" not known; use protocol number 0-255')
    ]


def test_the_legacy_fields_are_checked_too() -> None:
    rule = {"action": "accept", "users": ["tag:wbe"], "ports": ["db:x"]}
    found = [row.kind for row in rows_of({**_NAMES, "acls": [rule]})]
    assert found == ["undefined-tag", "bad-port"]


@pytest.mark.parametrize("content", [{}, {"ip": []}, {"app": {}}, {"ip": [], "app": {}}, {"ip": None}])
def test_a_grant_that_gives_nothing(content: dict[str, object]) -> None:
    rows = rows_of({"grants": [{"src": ["*"], "dst": ["*"], **content}]})
    assert [(row.kind, row.server) for row in rows] == [("grant-empty", "ip and app can not both be empty")]


@pytest.mark.parametrize(
    "content", [{"ip": ["*"]}, {"app": {"example.com/cap/x": []}}, {"ip": [443]}, {"ip": "443"}]
)
def test_a_grant_that_gives_something_or_has_the_wrong_type_is_not_empty(content: dict[str, object]) -> None:
    assert rows_of({"grants": [{"src": ["*"], "dst": ["*"], **content}]}) == []


def test_the_capabilities_of_a_grant() -> None:
    form = "capability name must have the form {domain}/{path}"
    assert _grant(
        ip=["tcp:443", "icmp", "foo:80"], app={"https://example.com/cap/x": [], "example.com/x": []}
    ) == [
        Row("bad-port", "icmp", 'port range "icmp": invalid first integer'),
        Row("bad-protocol", "foo", 'proto name "foo" not known; use protocol number 0-255'),
        Row("capability-name", "https://example.com/cap/x", form),
    ]


def test_an_application_capability_has_no_place_on_the_internet_or_a_role() -> None:
    app = {"example.com/cap/x": []}
    assert _grant(app=app, dst=["autogroup:internet", "autogroup:admin", "tag:web"]) == [
        Row("app-to-internet", "autogroup:internet", "cannot use app grants with autogroup:internet"),
        Row("autogroup-position", "autogroup:admin", None),
    ]


def test_via_leads_through_tags_only() -> None:
    assert _grant(via=["tag:web", "db", "group:eng", "tag:router"]) == [
        Row("via-not-tag", "db", "via can only be a tag"),
        Row("via-not-tag", "group:eng", "via can only be a tag"),
        Row("undefined-tag", "tag:router", 'tag "tag:router" not found'),
    ]


def test_a_misspelt_name_brings_the_right_one() -> None:
    problems = problems_of({**_NAMES, "grants": [{"src": ["tag:wbe", "eng"], "dst": ["*"], "ip": ["*"]}]})
    assert [problem.allowed for problem in problems] == [("tag:web",), ("group:eng",)]
    assert problems[0].hint == 'Did you mean "tag:web"?'


@pytest.mark.parametrize(
    ("selector", "meant"),
    [
        ("web", ("tag:web",)),
        ("eng", ("group:eng",)),
        ("prod", ("ipset:prod",)),
        ("host:db", ("db",)),
        ("Tag:web", ("tag:web",)),
        ("tga:web", ("tag:web",)),
        ("role:Admin", ("autogroup:admin",)),
        ("member", ("autogroup:member",)),
        ("all", ("*",)),
        ("autogroup:membr", ("autogroup:member",)),
        ("somebody", ()),
    ],
)
def test_what_an_unknown_name_was_meant_to_be(selector: str, meant: tuple[str, ...]) -> None:
    problems = problems_of({**_NAMES, "grants": [{"src": [selector], "dst": ["*"], "ip": ["*"]}]})
    assert [problem.allowed for problem in problems] == [meant]


def test_a_wrong_port_does_not_hide_a_wrong_name() -> None:
    assert [row.kind for row in _acl(dst=["tag:absent:x"])] == ["undefined-tag", "bad-port"]
    assert [row.kind for row in _acl(dst=["tag:web:x"])] == ["bad-port"]


def test_every_mention_of_an_unknown_name_is_reported() -> None:
    grant = {"src": ["tag:x", "tag:x"], "dst": ["*"], "ip": ["*"]}
    assert len(rows_of({"grants": [grant, grant]})) == 4


@pytest.mark.parametrize(
    ("domains", "domain", "expected"),
    [
        (None, "example.com", []),
        (None, "gmail.com", [None]),
        (("example.com",), "example.com", []),
        (("example.com",), "EXAMPLE.COM", ["EXAMPLE.COM"]),
        (("example.com",), "example.org", ["example.org"]),
    ],
)
def test_the_domain_of_all_users_must_be_the_tailnets(
    domains: tuple[str, ...] | None, domain: str, expected: list[str | None]
) -> None:
    rule = {"action": "accept", "src": [f"user:*@{domain}"], "dst": ["*:*"]}
    text = "is not associated with this Tailnet and cannot be used in user:*@<domain> expressions"
    servers = [None if one is None else f"{one} {text}" for one in expected]
    assert [row.server for row in rows_of({"acls": [rule]}, domains)] == servers


def test_escapes_in_a_string_widen_the_place_to_the_whole_of_it() -> None:
    assert rows_of({"acls": [{"action": "accept", "src": ["*"], "dst": ['a"b:x']}]}) == [
        Row("bad-port", '"a\\"b:x"', 'dst="a\\"b:x": port range "x": invalid first integer')
    ]
