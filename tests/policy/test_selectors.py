from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.policy.selectors import (
    Address,
    Autogroup,
    DomainUsers,
    GroupName,
    IpSetName,
    Login,
    Name,
    Selector,
    ServiceName,
    TagName,
    Wildcard,
    parse_selector,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*", Wildcard()),
        (" * ", Wildcard()),
        ("autogroup:member", Autogroup("member")),
        ("autogroup:members", Autogroup("member")),
        ("autogroup:nonsense", Autogroup("nonsense")),
        ("group:eng", GroupName("group:eng")),
        ("group:eng@example.com", GroupName("group:eng@example.com")),
        ("tag:web", TagName("tag:web")),
        ("ipset:prod", IpSetName("ipset:prod")),
        ("svc:db", ServiceName("svc:db")),
        ("user:*@example.com", DomainUsers("example.com")),
        ("user:b*@example.com", Login("b*@example.com")),
        ("user:*@", Login("*@")),
        ("user:alice@example.com", Login("alice@example.com")),
        ("\talice@example.com", Login("alice@example.com")),
        ("alice@github", Login("alice@github")),
        ("host:db", Name("host:db")),
        ("db", Name("db")),
        ("10.0.0.1-10.0.0.9", Name("10.0.0.1-10.0.0.9")),
        ("10.0.0.300", Name("10.0.0.300")),
        ("", Name("")),
        ("10.0.0.1", Address("10.0.0.1", 4, 0x0A000001, 0x0A000001)),
        ("10.0.0.5/24", Address("10.0.0.5/24", 4, 0x0A000000, 0x0A0000FF)),
    ],
)
def test_a_selector_is_classified(text: str, expected: Selector) -> None:
    found = parse_selector(text)
    assert type(found) is type(expected)
    assert found == expected


@given(st.text(max_size=30))
def test_every_text_is_some_selector_and_blanks_around_it_do_not_count(text: str) -> None:
    assert parse_selector(text) == parse_selector(f" {text}\t")
