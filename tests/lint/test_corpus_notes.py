"""Real policies: known mistakes are found at their place, and what only looks like one is no error."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.config.settings import FileKind, Settings
from tailcli.findings.model import Severity
from tests.corpus import FOLDER, needed, sample, versions

if TYPE_CHECKING:
    from pathlib import Path

    from tailcli.findings.model import Finding

pytestmark = [pytest.mark.corpus, needed]

# The version of a file, and what is found there: the code of the rule, the line, what is underlined or a part
# of it.
MISTAKES = (
    # the older spelling of autogroup:member
    ("000_7ec8ab51", "TP035", 24, "autogroup:members"),
    ("002_d4a6b2fa", "TP035", 36, "autogroup:members"),
    ("000_9883be3e", "TP035", 35, "autogroup:members"),
    ("000_8c8b1148", "TP035", 25, "autogroup:members"),
    # undefined tags
    ("042_c26dc11b", "TP102", 233, "tag:free"),
    ("057_5c247dc0", "TP102", 112, "tag:*"),
    ("001_0a11da72", "TP102", 27, "tag:other"),
    ("001_0a11da72", "TP102", 28, "tag:other"),
    ("006_c16748c3", "TP102", 115, "tag:axioms"),
    # undefined groups; that of a test from which only denials are expected is a warning
    ("024_95a18619", "TP812", 213, "group:external"),
    ("008_e999de9b", "TP101", 19, "group:gs_vnet"),
    ("068_cd77a452", "TP101", 122, "group:k8s-readers"),
    ("169_d9efc391", "TP101", 51, "group:kind"),
    # rules that another covers
    ("*_policy.hujson/000_69073d19", "TP303", 47, '"src"'),
    ("034_9ecd143f", "TP303", 113, '"*"'),
    ("057_5c247dc0", "TP303", 144, '"src"'),
    ("004_cc5896d9", "TP303", 37, '"src"'),
    # an unknown section
    ("003_0c4708c6", "TP020", 27, "dns"),
    # bare names that are no hosts
    ("031_b4333bb3", "TP103", 68, "komodo-periphery"),
    ("001_637842b0", "TP103", 31, "octopi"),
    ("000_79589491", "TP103", 3, "test"),
    ("016_67e69659", "TP809", 133, "eve:22"),
    # grants that give nothing
    ("030_290934e6", "TP050", 71, ""),
    ("030_290934e6", "TP050", 75, ""),
    ("030_290934e6", "TP050", 79, ""),
    ("175_7b75b7f0", "TP050", 94, ""),
    ("018_a2657caf", "TP050", 57, ""),
    # destinations of acls without ports
    ("*.sample/000_69073d19", "TP043", 6, "*"),
    ("006_522b80f1", "TP043", 6, "*"),
    ("057_9aef7f80", "TP043", 23, "tag:home"),
    ("001_7b2abb61", "TP043", 35, "autogroup:internet"),
    # SSH rules to everything
    ("*_policy.hujson/000_69073d19", "TP515", 112, "*"),
    ("038_cb219fe8", "TP515", 243, "*"),
    ("095_ab909b21", "TP515", 195, "*"),
    ("001_4f3f8f95", "TP515", 20, "*"),
    # a check of tagged devices
    ("054_dff93ce2", "TP520", 58, "tag:admin"),
    ("024_76598d44", "TP520", 120, "tag:tevbox"),
    # unknown fields
    ("010_950383f1", "TP020", 6, "hosts"),
    ("*_policy.json/000_e561ac48", "TP020", 24, "comment"),
    ("066_56f85656", "TP020", 99, "action"),
    # a key that is given twice
    ("097_fcffa261", "TP010", 63, "src"),
    # destinations of tests without a port, and an empty one
    ("016_67e69659", "TP809", 140, "tag:acl-ssh-target"),
    ("016_67e69659", "TP809", 134, '""'),
    # ports where none can stand
    ("054_dff93ce2", "TP515", 59, ":*"),
    ("003_84d7b5d2", "TP515", 43, ":*"),
    ("002_f1a9f032", "TP515", 20, ":*"),
    ("003_84d7b5d2", "TP062", 42, ":*"),
    # both spellings in one rule
    ("009_25a35f63", "TP030", 6, "Ports"),
    # an empty approver
    ("001_f36267f8", "TP062", 18, ""),
    # a group, and another person, as the destination of an SSH rule
    ("026_b0da2a19", "TP516", 155, "group:devel"),
    ("003_28a8edc1", "TP516", 39, "@"),
    # a period of checks in a rule without any
    ("075_8356738c", "TP530", 50, "checkPeriod"),
    # a destination that is written twice
    ("018_ec94a9e2", "TP321", 41, "lan-internal:*"),
)


def path_of(version: str) -> Path:
    """Return the file of a version: its number and revision, with a part of its folder if two have them."""
    (path,) = FOLDER.glob(f"{version if '/' in version else '*/' + version}.*")
    return path


@cache
def findings_of(path: Path, kind: FileKind = FileKind.WHOLE) -> tuple[Finding, ...]:
    text = path.read_bytes().decode("utf-8", "replace")
    return api.lint(text, name="policy.hujson", settings=Settings(kind=kind)).findings


@pytest.mark.parametrize(("version", "code", "line", "text"), MISTAKES)
def test_a_known_mistake_is_found_at_its_place(version: str, code: str, line: int, text: str) -> None:
    path = path_of(version)
    source = path.read_bytes().decode("utf-8", "replace")
    found = [
        (source.count("\n", 0, span.start) + 1, source[span.start : span.end])
        for finding in findings_of(path)
        if finding.code == code
        for span in (finding.report.span, *(label.span for label in finding.report.labels))
    ]
    assert any(at == line and text in underlined for at, underlined in found)


FINE = """{
  "groups": {"group:dev": ["alice@example.com"]},
  "tagOwners": {"tag:web": [], "tag:router": ["group:synced@example.com"]},
  "ipsets": {"ipset:office": ["192.0.2.0/24"]},
  "postures": {"posture:office": ["ip:publicAddress IN ['ipset:office']"]},
  "attrConfig": {"custom:tier": {"type": "string", "allowSetByNode": false}},
  "autoApprovers": {"services": {"tag:web": ["tag:web"], "svc:db": ["tag:web"]}},
  "grants": [
    {"src": ["group:synced@example.com"], "dst": ["tag:web"], "ip": ["*:22"]},
    {"src": ["user:alice@example.com"], "dst": ["tag:web"], "ip": ["tcp:443"]},
    {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:80"], "srcPosture": ["posture:office"]},
  ],
  "sshTests": [{"src": "group:dev", "dst": ["tag:web"], "deny": ["root"]}],
}
"""


def test_what_only_looks_like_a_mistake_is_no_error() -> None:
    assert [f for f in api.lint(FINE).findings if f.severity is Severity.ERROR] == []


FRAGMENTS = ("apps_*/*", "infra_tailscale_*/*")


def fragments() -> list[Path]:
    return sorted(path for name in FRAGMENTS for path in FOLDER.glob(f"*public__{name}.hujson"))


def test_fragments_hold_no_error() -> None:
    found = [f for path in fragments() for f in findings_of(path, FileKind.FRAGMENT)]
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []
    assert len(fragments()) > 10


def test_a_test_of_logins_by_a_group_is_no_error() -> None:
    assert [f for f in findings_of(path_of("009_09530d90")) if f.severity is Severity.ERROR] == []


def test_names_with_a_domain_are_no_error_anywhere() -> None:
    for path in sample(versions(), 3):
        text = path.read_bytes().decode("utf-8", "replace")
        for finding in findings_of(path):
            span = finding.report.span
            if finding.severity is Severity.ERROR and finding.code.startswith("TP1"):
                assert "@" not in text[span.start : span.end]
