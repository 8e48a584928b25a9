"""A change is held to its announcement: nothing less, nothing more, by what the names mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from tailcli import api
from tailcli.diff.expect import Fault, Judgement, judge
from tailcli.diff.statements import read_statements
from tailcli.source.text import SourceText

FIXTURES = Path(__file__).parents[2] / "fixtures" / "derp"
SECRETS = "tailscale.com/cap/secrets"
NORTH = '{"action": ["get"], "secret": ["derp/north/*"]}'
EVERY_ACTION = '{"action": ["get", "put", "info", "activate", "delete"], "secret": ["dev/*", "derp/*"]}'


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.hujson").read_text("utf-8")


def judged(old: str | None, new: str | None, *lines: str) -> Judgement:
    statements = read_statements(SourceText("pr.txt", "\n".join(lines)))
    versions = (None if text is None else api.load(text) for text in (old, new))
    return judge(*versions, statements, "pr.txt")


def faults(old: str | None, new: str | None, *lines: str) -> list[tuple[Fault, str]]:
    return [(found.fault, found.text) for found in judged(old, new, *lines).mismatches]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "dev-secrets",
            [f'+ tag:derp -> tag:secrets {SECRETS} {{"action": ["get"], "secret": ["dev/*"]}}'],
        ),
        (
            "member-leaves",
            [
                "- carol@example.com -> tag:derp, tag:monitoring, tag:secrets tcp:22, ssh:ops",
                "- carol@example.com -> tag:secrets tcp:443",
                f"- carol@example.com -> tag:secrets {SECRETS} {EVERY_ACTION}",
            ],
        ),
        (
            "new-provider",
            [
                "+ tag:monitoring -> tag:derp-north tcp:9100",
                "+ group:infra -> tag:derp-north tcp:22, ssh:ops",
                "+ tag:derp-north -> tag:secrets tcp:443",
                f"+ tag:derp-north -> tag:secrets {SECRETS} {NORTH}",
            ],
        ),
    ],
)
def test_the_fixtures_change_exactly_so(name: str, lines: list[str]) -> None:
    assert faults(fixture("policy"), fixture(name), *lines) == []
    for place in range(len(lines)):
        fewer = [*lines[:place], *lines[place + 1 :]] or ["none"]
        left = faults(fixture("policy"), fixture(name), *fewer)
        assert left
        assert {fault for fault, _ in left} == {Fault.COLLATERAL}


def policy(
    grants: str = "", ssh: str = "", groups: str = '"group:dev": ["a@example.com", "b@example.com"]'
) -> str:
    names = f'"groups": {{{groups}}}, "tagOwners": {{"tag:x": [], "tag:r": []}}'
    return f'{{{names}, "grants": [{grants}], "ssh": [{ssh}]}}'


def grant(src: str, ip: str, more: str = "") -> str:
    return f'{{"src": ["{src}"], "dst": ["tag:x"], "ip": ["{ip}"]{more}}}'


DEV = grant("group:dev", "tcp:443")
ALICE = grant("a@example.com", "tcp:443")


def test_a_group_may_be_announced_where_a_part_of_it_had_the_access() -> None:
    assert faults(policy(ALICE), policy(f"{ALICE}, {DEV}"), "+ group:dev -> tag:x tcp:443") == []


def test_a_group_is_not_its_first_member() -> None:
    assert faults(policy(), policy(ALICE), "+ group:dev -> tag:x tcp:443") == [
        (Fault.MISSING, "+ b@example.com -> tag:x tcp:443")
    ]


def test_more_ports_than_announced() -> None:
    wide = grant("group:dev", "tcp:440-449")
    assert faults(policy(), policy(wide), "+ group:dev -> tag:x tcp:440-443") == [
        (Fault.COLLATERAL, "+ group:dev -> tag:x tcp:444-449")
    ]


def test_what_was_so_before_is_idle() -> None:
    line = "+ group:dev -> tag:x tcp:443"
    assert faults(policy(DEV), policy(DEV), line) == [(Fault.IDLE, line)]
    line = "- group:dev -> tag:x tcp:80"
    assert faults(policy(DEV), policy(), line, "- group:dev -> tag:x tcp:443") == [(Fault.IDLE, line)]


def test_a_loss_that_does_not_happen() -> None:
    line = "- group:dev -> tag:x tcp:443"
    assert faults(policy(DEV), policy(ALICE), line) == [(Fault.MISSING, line)]


def test_names_mean_what_they_mean_in_the_version_that_gives_the_access() -> None:
    before = policy(DEV)
    after = policy(groups='"group:ops": ["c@example.com"]', grants=grant("group:ops", "tcp:443"))
    assert faults(before, after, "+ group:ops -> tag:x tcp:443", "- group:dev -> tag:x tcp:443") == []


def test_conditions_are_part_of_it() -> None:
    routed = '{"src": ["group:dev"], "dst": ["10.1.0.0/16"], "ip": ["tcp:443"], "via": ["tag:r"]}'
    after = policy(routed)
    line = "+ group:dev -> 10.1.0.0/16 tcp:443"
    assert faults(policy(), after, f"{line} via tag:r") == []
    assert [fault for fault, _ in faults(policy(), after, line)] == [Fault.MISSING]


def ssh(action: str, user: str = "root") -> str:
    return f'{{"action": "{action}", "src": ["group:dev"], "dst": ["tag:x"], "users": ["{user}"]}}'


def test_ssh_on_other_terms() -> None:
    before, after = policy(ssh=ssh("check")), policy(ssh=ssh("accept"))
    assert faults(before, after, "~ group:dev -> tag:x ssh:root") == []
    assert faults(before, after, "none") == [(Fault.COLLATERAL, "~ group:dev -> tag:x ssh:root")]
    line = "~ group:dev -> tag:x ssh:ubuntu"
    assert (Fault.IDLE, line) in faults(before, after, line)


def test_ssh_gained_and_lost() -> None:
    before, after = policy(), policy(ssh=ssh("accept"))
    assert faults(before, after, "+ group:dev -> tag:x ssh:root") == []
    assert faults(after, before, "- group:dev -> tag:x ssh:root") == []
    assert faults(before, after, "+ group:dev -> tag:x ssh:ubuntu") == [
        (Fault.COLLATERAL, "+ group:dev -> tag:x ssh:root"),
        (Fault.MISSING, "+ group:dev -> tag:x ssh:ubuntu"),
    ]


def test_a_new_name_is_no_change() -> None:
    before = policy(DEV)
    after = before.replace("group:dev", "group:developers").replace("tag:x", "tag:y")
    assert faults(before, after, "none") == []


def test_a_new_and_a_removed_file() -> None:
    assert faults(None, policy(DEV), "+ group:dev -> tag:x tcp:443") == []
    assert faults(policy(DEV), None, "- group:dev -> tag:x tcp:443") == []
    assert faults(None, None, "none") == []


def test_a_mismatch_has_its_place() -> None:
    (more,) = judged(policy(), policy(DEV), "none").mismatches
    assert more.place is not None
    assert (more.place.line, more.place.label, more.line) == (1, "grants[0]", 0)
    found = judged(policy(), policy(ALICE), "# x", "+ group:dev -> tag:x tcp:443")
    assert [(one.place, one.line) for one in found.mismatches] == [(None, 2)]
    assert not found.is_met
