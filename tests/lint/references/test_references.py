"""Names that are defined nowhere, twice, or as something else than they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.linting import fixed, grant, places, policy_text, reports_of

FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("TP101", "group:absent"),
        ("TP102", "tag:absent"),
        ("TP103", "absent"),
        ("TP103", "absent.example.ts.net"),
        ("TP104", "ipset:absent"),
        ("TP106", "autogroup:absent"),
    ],
)
def test_what_nothing_defines_is_reported_where_it_is_named(code: str, word: str) -> None:
    text = policy_text(grants=[grant(word, "*"), grant("*", word)])
    assert [place.strip('"') for place in places(code, text)] == [word, word]


@pytest.mark.parametrize("word", ["group:all@example.com", "alice@example.com", "user:alice@example.com"])
def test_what_comes_from_elsewhere_needs_no_definition(word: str) -> None:
    text = policy_text(grants=[grant(word, "192.0.2.1")])
    assert [code for code in ("TP101", "TP102", "TP103", "TP104", "TP106") if places(code, text)] == []


def test_the_name_that_was_probably_meant_is_proposed() -> None:
    text = policy_text(tagOwners={"tag:monitoring": []}, grants=[grant("tag:montoring", "192.0.2.1")])
    assert [report.hint for report in reports_of("TP102", text)] == ['Did you mean "tag:monitoring"?']


def test_users_of_headscale_are_reported_once() -> None:
    groups = {"group:dev": ["alice@", "bob@"], "group:ops": ["carol@", "alice@"]}
    found = reports_of("TP130", policy_text(groups=groups))
    assert len(found) == 1
    assert '"alice@"' in found[0].message
    assert len(found[0].labels) == 2
    assert places("TP130", policy_text(groups={"group:dev": ["alice@example.com"]})) == []


def test_hosts_that_share_an_address_or_read_as_one() -> None:
    text = policy_text(hosts={"a": "192.0.2.1", "b": "192.0.2.1/32", "192.0.2.9": "192.0.2.2", "c": "bad"})
    assert places("TP145", text) == ['"192.0.2.1/32"']
    assert places("TP140", text) == ['"192.0.2.9"']


def test_the_fixture_of_a_fragment_is_recognised() -> None:
    assert len(places("TP190", (FIXTURES / "fragments" / "template.hujson").read_text("utf-8"))) == 1


def test_a_near_name_is_written_where_its_place_is_known() -> None:
    text = policy_text(tagOwners={"tag:monitoring": []}, grants=[grant("tag:montoring", "192.0.2.1")])
    assert fixed("TP102", text) == text.replace("montoring", "monitoring")
    escaped = text.replace("montoring", "m\\u006ftoring")
    assert reports_of("TP102", escaped)
    assert fixed("TP102", escaped) == escaped
