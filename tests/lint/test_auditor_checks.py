"""What auditors of tailnets look for is found in grants and in acls alike (docs/rules-not-built.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tailcli import api
from tailcli.config.settings import Settings
from tailcli.findings.model import Persona
from tailcli.findings.registry import BY_NAME
from tests.lint.linting import acl, grant, policy_text

NAMES = {
    "groups": {"group:ops": ["alice@example.com"]},
    "tagOwners": {"tag:web": [], "tag:prod": [], "tag:recorder": []},
}
TABLE = Path(__file__).parents[2] / "docs" / "rules-not-built.md"


def found(text: str) -> set[str]:
    return {finding.name for finding in api.lint(text, settings=Settings(persona=Persona.AUDITOR)).findings}


@pytest.mark.parametrize(
    ("src", "dst", "rule"),
    [
        ("*", "*", "allow-all"),
        ("autogroup:shared", "autogroup:tagged", "shared-users"),
        ("*", "tag:web", "wildcard-source"),
        ("group:ops", "*", "wildcard-destination"),
        ("autogroup:danger-all", "tag:web", "danger-all"),
        ("alice@example.com", "tag:web", "direct-user-in-rule"),
        ("autogroup:member", "autogroup:internet", "exit-node-for-all"),
        ("autogroup:member", "tag:prod", "sensitive-tag-broad"),
        ("group:ops", "tag:web", "no-tests"),
        ("group:ops", "tag:web", "all-ports"),
    ],
)
def test_access_rules_of_both_kinds(src: str, dst: str, rule: str) -> None:
    assert rule in found(policy_text(**NAMES, grants=[grant(src, dst)]))
    assert rule in found(policy_text(**NAMES, acls=[acl(src, f"{dst}:*")]))


@pytest.mark.parametrize(
    ("section", "value", "rule"),
    [
        ("tagOwners", {"tag:web": ["autogroup:member"]}, "tag-owner-broad"),
        ("autoApprovers", {"exitNode": ["autogroup:member"]}, "approver-broad"),
        ("autoApprovers", {"routes": {"0.0.0.0/0": ["tag:web"]}}, "default-route-approval"),
        ("nodeAttrs", [{"target": ["autogroup:member"], "attr": ["funnel"]}], "funnel-broad"),
        ("nodeAttrs", [{"target": ["tag:web"], "attr": ["taildrop"]}], "unknown-node-attribute"),
        ("acls", [acl("group:ops", "tag:web:22")], "use-grants"),
        ("acls", [], "deny-all"),
        ("tests", [{"src": "alice@example.com", "accept": ["tag:web:22"]}], "one-sided-tests"),
    ],
)
def test_other_sections(section: str, value: object, rule: str) -> None:
    assert rule in found(policy_text(**(NAMES | {section: value})))


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"src": ["autogroup:member"], "users": ["autogroup:nonroot"]}, "ssh-nonroot-on-tag"),
        ({"src": ["group:ops"], "users": ["root"]}, "ssh-root-without-check"),
        ({"src": ["group:ops"], "dst": ["tag:prod"]}, "ssh-sensitive-without-check"),
        ({"src": ["autogroup:member"]}, "ssh-broad-source"),
        ({"src": ["group:ops"], "checkPeriod": "1h"}, "check-period-on-accept"),
        ({"src": ["group:ops"], "recorder": ["tag:recorder"]}, "recorder-not-enforced"),
        ({"src": ["group:ops"], "recorder": ["tag:recorder"]}, "recorder-exposed"),
    ],
)
def test_ssh_rules(more: dict[str, object], rule: str) -> None:
    base = {"action": "accept", "dst": ["tag:web"], "users": ["deploy"]}
    wide = grant("autogroup:member", "tag:web tag:recorder")
    assert rule in found(policy_text(**NAMES, grants=[wide], ssh=[base | more]))


def test_the_page_of_what_was_not_built_names_rules_that_exist() -> None:
    words = re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", TABLE.read_text("utf-8"))
    assert [word for word in words if word not in BY_NAME] == []
    assert len(words) > 60
