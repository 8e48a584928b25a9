"""Values that are wrong by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.linting import acl, fixed, grant, places, policy_text, reports_of

FIXTURES = Path(__file__).parents[3] / "fixtures"


def test_the_capability_that_is_refused_today_is_found_with_the_right_name() -> None:
    text = (FIXTURES / "derp" / "wrong-capability.hujson").read_text("utf-8")
    found = reports_of("TP051", text)
    assert found
    assert {report.server for report in found} == {"capability name must have the form {domain}/{path}"}
    assert '"https://tailscale.com/cap/secrets"' not in fixed("TP051", text)
    assert fixed("TP051", text).count('"tailscale.com/cap/secrets"') >= len(found)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("tailscale.com/cap/secrets", []),
        ("example.com/cap/x", []),
        ("tailscale.com/cap/conn25/x", []),
        ("tailscale.com/cap/secret", ["TP052"]),
        ("secrets", ["TP051"]),
        ("tailscale.com/cap/funnel", ["TP051"]),
    ],
)
def test_a_capability_belongs_to_one_rule(name: str, codes: list[str]) -> None:
    text = policy_text(grants=[{"src": ["*"], "dst": ["*"], "app": {name: []}}])
    assert [code for code in ("TP051", "TP052") if places(code, text)] == codes


@pytest.mark.parametrize("dst", ["*", "tag:web", "web", "192.0.2.0/24", "autogroup:internet"])
def test_a_destination_without_ports_gets_all_of_them(dst: str) -> None:
    text = policy_text(acls=[acl("*", dst)])
    assert fixed("TP043", text) == text.replace(f'"dst": [\n    "{dst}"', f'"dst": [\n    "{dst}:*"')
    assert places("TP043", fixed("TP043", text)) == []


@pytest.mark.parametrize(
    ("ip", "found"),
    [("icmp:*", []), ("icmp:8", ['"icmp:8"']), ("tcp:8", []), ("47:1-2", ['"47:1-2"']), ("8", []), ("x", [])],
)
def test_ports_of_protocols_that_have_none(ip: str, found: list[str]) -> None:
    assert places("TP045", policy_text(grants=[grant("*", "*", ip)])) == found
    rule = acl("*", "192.0.2.1:80", proto="icmp")
    assert places("TP045", policy_text(acls=[rule, acl("*", "192.0.2.1:*", proto="icmp")])) == [
        '"192.0.2.1:80"'
    ]


def test_old_spellings_are_rewritten_without_another_meaning() -> None:
    old = policy_text(
        acls=[{"action": "accept", "users": ["autogroup:members"], "ports": ["autogroup:members:22"]}],
        tests=[{"user": "alice@example.com", "allow": ["192.0.2.1:22"]}],
    )
    new = policy_text(
        acls=[{"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:member:22"]}],
        tests=[{"src": "alice@example.com", "accept": ["192.0.2.1:22"]}],
    )
    assert fixed("TP035", old) == new
    assert places("TP035", new) == []


def test_accounts_of_an_ssh_rule_are_no_old_spelling_of_its_sources() -> None:
    rule = {"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": []}
    text = policy_text(ssh=[rule])
    assert places("TP035", text) == []
    assert places("TP029", text) == []
    assert places("TP029", policy_text(ssh=[{**rule, "dst": []}])) == ["[]"]


@pytest.mark.parametrize(
    ("written", "right"),
    [("192.0.2.7/24", "192.0.2.0/24"), ("2001:db8::1/64", "2001:db8::/64"), ("192.0.2.7/32", None)],
)
def test_networks_begin_with_their_first_address(written: str, right: str | None) -> None:
    text = policy_text(hosts={"lan": written}, acls=[acl("*", f"{written}:22")])
    assert places("TP078", text) == ([written] * 2 if right else [])
    assert fixed("TP078", text) == text.replace(written, right or written)


def test_a_date_or_a_path_is_no_network() -> None:
    assert places("TP078", policy_text(hosts={"a": "x/24", "10.1.2.3/33": "1.2.3.4.5/24"})) == []


@pytest.mark.parametrize("text", ["\ufeff{}", "{} // end"])
def test_repairs_that_leave_the_value_as_it_is(text: str) -> None:
    repaired = fixed("TP001", text)
    assert places("TP001", repaired) == []
    assert repaired.strip("\ufeff\n") == text.strip("\ufeff\n")


def test_an_unclosed_bracket_has_no_repair() -> None:
    assert [report.fix for report in reports_of("TP001", '{"acls": [')] == [None]


def test_a_grant_that_is_cut_off_is_not_called_empty() -> None:
    assert places("TP050", '{"grants": [{"src": ["*"], "dst": ["*"]') == []
    assert len(places("TP050", '{"grants": [{"src": ["*"], "dst": ["*"]}]}')) == 1


def test_the_old_autogroup_is_one_finding_with_one_fix() -> None:
    text = policy_text(acls=[acl("autogroup:members autogroup:members", "autogroup:members:22")])
    found = reports_of("TP035", text)
    assert [report.message for report in found] == [
        '"autogroup:members" is now spelt "autogroup:member" (and in 2 more places)'
    ]
    assert fixed("TP035", text) == text.replace("members", "member")


def test_a_key_that_is_nearly_right_is_corrected() -> None:
    text = policy_text(acls=[{"action": "accept", "src": ["*"], "dest": ["*:22"]}], nothing={})
    assert fixed("TP020", text) == text.replace('"dest"', '"dst"')


@pytest.mark.parametrize(("ports", "right"), [("90-80", "80-90"), (" 80", "80"), ("ssh", None), ("0", None)])
def test_ports_are_corrected_where_it_is_clear_how(ports: str, right: str | None) -> None:
    text = policy_text(acls=[acl("*", "*:*")]).replace("*:*", f"*:22,{ports}")
    assert fixed("TP042", text) == (text if right is None else text.replace(ports, right))


@pytest.mark.parametrize(
    ("section", "source", "code"),
    [
        ("grants", "tag:web", "TP061"),
        ("grants", "*", "TP061"),
        ("grants", "autogroup:shared", "TP064"),
        ("ssh", "tag:web", "TP064"),
        ("ssh", "autogroup:member", None),
    ],
)
def test_a_source_of_self_is_an_error_only_where_it_is_known_to_be_refused(
    section: str, source: str, code: str | None
) -> None:
    rule = {"src": [source], "dst": ["autogroup:self"]}
    more = {"grants": {"ip": ["*"]}, "ssh": {"action": "accept", "users": ["root"]}}[section]
    text = policy_text(tagOwners={"tag:web": []}, **{section: [rule | more]})
    found = [one for one in ("TP061", "TP064") if places(one, text)]
    assert found == ([] if code is None else [code])
