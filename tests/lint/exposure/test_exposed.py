"""Who reaches sensitive ports, tags, environments and applications."""

from __future__ import annotations

import pytest

from tests.lint.linting import acl, fixed, grant, places, policy_text, reports_of

NAMES = {
    "groups": {"group:ops": ["alice@example.com"]},
    "tagOwners": {"tag:web": [], "tag:db": [], "tag:dev-web": [], "tag:ci": []},
}


def policy(*grants: object, **more: object) -> str:
    return policy_text(**NAMES, grants=list(grants), **more)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (grant("autogroup:member", "tag:web", "443", "22"), ['"22"']),
        (grant("autogroup:member", "tag:web", "tcp:20-25"), ['"tcp:20-25"']),
        (grant("user:*@example.com", "tag:web", "5432"), ['"5432"']),
        (grant("100.64.0.0/10", "tag:web", "3306"), ['"3306"']),
        (grant("autogroup:shared", "tag:web", "22"), ['"22"']),
        (grant("autogroup:member", "tag:web", "udp:22"), []),
        (grant("autogroup:member", "tag:web", "*", "1-65535"), []),
        (grant("autogroup:member", "autogroup:self", "22"), []),
        (grant("group:ops autogroup:admin", "tag:web", "22"), []),
        (grant("tag:ci", "tag:web", "22"), []),
    ],
)
def test_sensitive_ports(rule: dict[str, object], expected: list[str]) -> None:
    assert places("TP223", policy(rule)) == expected


def test_sensitive_ports_of_acls_count_their_protocol() -> None:
    rules = [acl("*", "tag:web:22,443 tag:web:80"), acl("*", "tag:web:22", proto="udp")]
    assert places("TP223", policy(acls=rules)) == ['"tag:web:22,443"']


def test_where_everything_is_open_no_single_port_matters() -> None:
    assert places("TP223", policy(grant("*", "*"), grant("*", "tag:web", "22"))) == []


def test_sensitive_tags_by_word_and_by_name() -> None:
    wide = grant("autogroup:member", "tag:db tag:web tag:dev-web", "1-100")
    web = grant("autogroup:member", "tag:db", "tcp:443", "80")
    text = policy(wide, web, acls=[acl("*", "tag:db:*"), acl("group:ops", "tag:db:*")])
    assert places("TP225", text) == ['"tag:db"', '"tag:db:*"']
    named = places("TP225", text, sensitive_words=(), sensitive_tags=("tag:dev-web",))
    assert named == ['"tag:dev-web"']


def test_guests_reach_chosen_ports_of_chosen_devices_only() -> None:
    fine = grant("autogroup:shared", "tag:web", "443")
    out = grant("autogroup:shared", "autogroup:internet")
    text = policy(fine, out, grant("autogroup:shared", "tag:web"), acls=[acl("autogroup:shared", "*:443")])
    assert places("TP221", text) == ['"*"', '"*:443"']
    assert [report.message for report in reports_of("TP221", text)] == [
        "every port is open to users of other tailnets",
        '"*:443" is open to users of other tailnets',
    ]
    assert places("TP213", text) == places("TP215", text) == []


ENVIRONMENTS = {"dev": ("tag:dev-web", "tag:ci"), "prod": ("tag:web", "tag:db", "tag:ci")}


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({"grants": [grant("tag:dev-web", "tag:dev-web tag:db")]}, ['"tag:db"']),
        ({"grants": [grant("tag:web", "tag:db"), grant("tag:dev-web", "tag:ci")]}, []),
        ({"acls": [acl("tag:db", "tag:ci:22 tag:dev-web:22")]}, ['"tag:dev-web:22"']),
        ({"grants": [grant("autogroup:tagged", "tag:db", "53")]}, ['"tag:db"']),
        ({"grants": [grant("group:ops", "tag:db tag:dev-web")]}, []),
        (
            {
                "grants": [],
                "ssh": [{"src": ["tag:dev-web"], "dst": ["tag:web"], "users": ["a"]}],
            },
            ['"tag:web"'],
        ),
    ],
)
def test_environments(sections: dict[str, object], expected: list[str]) -> None:
    text = policy_text(**NAMES, **sections)
    assert places("TP231", text, environments=ENVIRONMENTS) == expected
    assert places("TP231", text) == []


def test_a_stepping_stone_is_reported_with_the_way() -> None:
    text = policy(grant("tag:web", "tag:ci", "tcp:22"), grant("tag:ci", "tag:db", "22"))
    (report,) = reports_of("TP233", text)
    assert report.message == '"tag:web" can administer "tag:ci", which can administer "tag:db"'
    direct = grant("tag:web", "tag:db", "22")
    again = policy(grant("tag:web", "tag:ci", "tcp:22"), grant("tag:ci", "tag:db", "22"), direct)
    assert reports_of("TP233", again) == []


def test_exit_nodes_for_a_crowd_and_for_a_choice() -> None:
    internet = "autogroup:internet"
    crowd = grant("group:ops autogroup:tagged", internet)
    chosen = [grant("group:ops", internet), grant("autogroup:member", internet, via=["tag:web"])]
    assert places("TP235", policy(crowd, *chosen)) == [f'"{internet}"']


def secrets(*objects: object, src: str = "group:ops") -> str:
    return policy({"src": [src], "dst": ["tag:db"], "app": {"tailscale.com/cap/secrets": list(objects)}})


def test_powers_of_a_crowd() -> None:
    everything = {"action": ["get"], "secret": ["*"]}
    (report,) = reports_of("TP243", secrets(everything, src="autogroup:member"))
    assert report.message == '"autogroup:member" may read every secret'
    assert reports_of("TP243", secrets(everything)) == []
    assert reports_of("TP243", secrets({"action": ["get"], "secret": ["a/*"]}, src="*")) == []


def test_deleting_every_secret() -> None:
    text = secrets(
        {"action": ["get", "delete"], "secret": ["dev/*", "*"]}, {"action": ["delete"], "secret": ["a"]}
    )
    assert places("TP245", text) == ['"delete"']


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"action": ["read"], "secret": ["*"]}, '"read" means nothing to the application'),
        ({"action": ["Get"], "secret": ["*"]}, '"Get" means nothing to the application'),
        ({"action": ["*"], "secret": ["*"]}, '"*" means nothing to the application'),
        ({"action": [], "secret": ["*"]}, '"action" is empty: these parameters give nothing'),
        ({"action": ["get"], "secret": []}, '"secret" is empty: these parameters give nothing'),
        ({"action": "get", "secret": ["*"]}, '"action" is a string where a list is expected'),
        ({"action": ["get"]}, '"secret" is missing: these parameters give nothing'),
        ({"action": ["get"], "secret": 1}, '"secret" is not a list of strings'),
        ({"action": ["get", 1], "secret": ["*"]}, "this is not a string"),
    ],
)
def test_mistakes_in_the_parameters_of_secrets(parameters: dict[str, object], message: str) -> None:
    assert [report.message for report in reports_of("TP247", secrets(parameters))] == [message]


def test_no_parameters_at_all() -> None:
    assert len(reports_of("TP247", secrets())) == 1
    assert reports_of("TP247", secrets({"action": ["get"], "Secret": ["*"]})) == []


def test_fixes_of_parameters() -> None:
    text = fixed("TP247", secrets({"action": ["Get", "delte"], "secret": "a/*"}))
    assert reports_of("TP247", text) == []
    assert '"get"' in text
    assert '"delete"' in text


@pytest.mark.parametrize(
    ("capability", "parameters", "expected"),
    [
        ("drive", {"shares": ["*"], "access": "rw"}, 0),
        ("drive", {"shares": ["*"], "access": "write"}, 1),
        ("webui", {"canEdit": ["SSH", "*"]}, 0),
        ("webui", {"canEdit": ["everything"]}, 1),
        ("golink", {"admin": "yes"}, 1),
        ("proxy-to-grafana", {"role": "Admin"}, 1),
        ("relay", {}, 0),
        ("kubernetes", {"recorder": ["tag:web"]}, 0),
    ],
)
def test_parameters_of_other_applications(
    capability: str, parameters: dict[str, object], expected: int
) -> None:
    app = {f"tailscale.com/cap/{capability}": [parameters]}
    text = policy({"src": ["group:ops"], "dst": ["tag:web"], "app": app})
    assert len(reports_of("TP247", text)) == expected


def test_people_of_other_domains() -> None:
    text = policy_text(groups={"group:a": ["a@example.com", "b@example.net"]}, ssh=[])
    assert places("TP251", text) == []
    assert places("TP251", text, domains=("example.com",)) == ["b@example.net"]


def test_kubernetes_masters_whoever_gets_them() -> None:
    app = {"tailscale.com/cap/kubernetes": [{"impersonate": {"groups": ["view", "system:masters"]}}]}
    assert places("TP241", policy({"src": ["group:ops"], "dst": ["tag:web"], "app": app})) == [
        '"system:masters"'
    ]
