"""The guardrails of the settings as findings of the linter: where they stand and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import SECRETS as SECRETS_CAP
from tailcli.access.permissions import Permission
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.config.settings import FileKind, Settings
from tailcli.lint.runner import lint
from tailcli.source import SourceText

if TYPE_CHECKING:
    from tailcli.findings.model import Finding

SECRETS = Guardrail("secrets", ("*",), ("tag:secrets",), reason="audit", line=4, exceptions=("group:infra",))
WAY_IN = Guardrail("way in", ("group:infra",), ("tag:secrets",), ("tcp:22",))
RULES = Guardrails((SECRETS,), (WAY_IN,), "tailcli.toml")


def text(*grants: str) -> str:
    rules = ",\n    ".join(grants)
    return (
        '{\n  "groups": {"group:infra": ["alice@example.com"], "group:dev": ["dan@example.com"]},\n'
        f'  "tagOwners": {{"tag:secrets": []}},\n  "grants": [\n    {rules}\n  ]\n}}\n'
    )


WAY = '{"src": ["group:infra"], "dst": ["tag:secrets"], "ip": ["tcp:22"]}'
DEV = '{"src": ["group:dev"], "dst": ["tag:secrets"], "ip": ["tcp:443"]}'


def found(source: str, guardrails: Guardrails = RULES, kind: FileKind = FileKind.WHOLE) -> list[Finding]:
    settings = Settings(guardrails=guardrails, kind=kind)
    result = lint(SourceText("policy.hujson", source), settings)
    return [one for one in result.findings if one.code in {"TP291", "TP292"}]


def test_nothing_without_guardrails_or_breaches() -> None:
    assert found(text(WAY, DEV), Guardrails()) == []
    assert found(text(WAY)) == []


def test_what_is_forbidden_is_reported_at_its_rule() -> None:
    source = text(WAY, DEV)
    (one,) = found(source)
    assert one.code == "TP291"
    assert source[one.report.span.start : one.report.span.end] == DEV[1:-1]
    assert one.report.message == (
        '"group:dev" may reach "tag:secrets" on tcp:443, against the guardrail "secrets" (tailcli.toml:4): '
        "audit (for example dan@example.com -> tag:secrets tcp:443)"
    )


def test_what_is_missing_is_reported_at_the_section_or_the_top() -> None:
    source = text(DEV.replace("dev", "infra"))
    (one,) = found(source)
    assert (one.code, source[one.report.span.start : one.report.span.end]) == ("TP292", '"grants"')
    assert 'the guardrail "way in" (tailcli.toml)' in one.report.message
    (top,) = found('{"groups": {"group:infra": []}, "tagOwners": {"tag:secrets": []}, "ssh": []}', RULES)[:1]
    assert top.report.span.start == 0


def test_a_demand_about_names_that_the_file_does_not_know_is_broken() -> None:
    (one,) = found(text(WAY).replace("tag:secrets", "tag:vault"))
    assert one.code == "TP292"
    assert "guards nothing" in one.report.message


def test_a_part_of_a_policy_is_not_asked() -> None:
    assert found(text(DEV), kind=FileKind.FRAGMENT) == []


ACTION = '{"action": "accept", '
SSH = ACTION + '"src": ["group:dev"], "dst": ["tag:secrets"], "users": ["root"]}'
GET = (
    '{"src": ["group:dev"], "dst": ["tag:secrets"], '
    '"app": {"tailscale.com/cap/secrets": [{"action": ["get"], "secret": ["prod/*"]}]}}'
)


def test_logins_and_permissions_are_reported_at_their_rules() -> None:
    rails = Guardrails(
        (
            SECRETS._replace(name="root", ports=(), logins=("root",)),
            SECRETS._replace(name="keys", ports=(), permissions=(Permission(SECRETS_CAP, "get", "prod/db"),)),
        ),
        file="tailcli.toml",
    )
    source = text(WAY, DEV, GET).rstrip("}\n") + f',\n  "ssh": [{SSH}]\n}}\n'
    shown = found(source, rails)
    assert [source[one.report.span.start : one.report.span.end] for one in shown] == [
        GET[1:-1],
        SSH[len(ACTION) : -1],
    ]
    keys, root = (one.report.message.partition(", against")[0] for one in shown)
    assert keys == '"group:dev" may use secrets: get prod/* on "tag:secrets"'
    assert root == (
        '"group:dev" may log in to "tag:secrets" by SSH as root '
        "(accept, no access rule opens tcp:22 there yet)"
    )


def test_a_login_that_is_missing_is_reported_at_the_ssh_rules() -> None:
    rails = Guardrails((), (WAY_IN._replace(ports=(), logins=("root",)),), "tailcli.toml")
    source = text(WAY).rstrip("}\n") + f',\n  "ssh": [{SSH}]\n}}\n'
    (one,) = found(source, rails)
    assert (one.code, source[one.report.span.start : one.report.span.end]) == ("TP292", '"ssh"')
    (other,) = found(text(WAY), rails)
    assert source[other.report.span.start : other.report.span.end] == '"grants"'
