"""What a pull request announces: which lines count, and what they say."""

from __future__ import annotations

import pytest

from tailcli.diff.statements import Sign, Statement, StatementError, read_statements
from tailcli.source.text import SourceText


def read(text: str) -> tuple[Statement, ...]:
    return read_statements(SourceText("pr.txt", text))


def one(text: str) -> Statement:
    (found,) = read(text)
    return found


def test_a_whole_statement() -> None:
    found = one("+ group:dev, alice@example.com -> tag:a,tag:b tcp:443, udp:53-54, ssh:root")
    assert found[:5] == (
        Sign.GAINED,
        ("group:dev", "alice@example.com"),
        ("tag:a", "tag:b"),
        ("tcp:443", "udp:53-54"),
        ("root",),
    )
    assert found.line == 1


def test_conditions() -> None:
    found = one("- * -> tag:a * if posture:one, posture:two via tag:router")
    assert (found.sign, found.traffic) == (Sign.LOST, ("*",))
    assert (found.postures, found.routers) == (("posture:one", "posture:two"), ("tag:router",))


def test_a_capability_stands_alone_with_its_parameters() -> None:
    found = one('+ tag:ci -> tag:s tailscale.com/cap/secrets {"action": ["get", "put"], "secret": ["a b"]}')
    assert found.capability == "tailscale.com/cap/secrets"
    assert found.parameters == '{"action": ["get", "put"], "secret": ["a b"]}'
    assert (found.traffic, found.logins) == ((), ())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("Tidy up.\n\n- simpler names\n- fewer rules\n", []),
        ("Access-Change: none", []),
        ("none", []),
        ("# planned\n+ a -> b 1\n\n- a -> b 2\n", [2, 4]),
        ("Text -> more\nAccess-Change: + a -> b 1\n", [2]),
        ("* `Access-Change: + a -> b 1`\n> access-change: - a -> b 2", [1, 2]),
        ("<!-- Access-Change: + a -> b 1\nAccess-Change: + a -> b 2 -->\nAccess-Change: + a -> b 3", [3]),
        ("<!-- Access-Change: + a -> b 1", []),
        ("Access-Change: + a -> b 1\n+ c -> d 2", [1]),
    ],
)
def test_which_lines_count(text: str, lines: list[int]) -> None:
    assert [statement.line for statement in read(text)] == lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Access-Change: a -> b 1", "pr.txt:1: cannot be understood"),
        ("Access-Change: + a b 1", "pr.txt:1: cannot be understood"),
        ("+ a -> b 1\nalso this", "pr.txt:2: cannot be understood"),
        ("+ a -> b", "pr.txt:1: no right behind the destination"),
        ("+ a -> b tcp:99999", "pr.txt:1: 'tcp:99999' is no right"),
        ("~ a -> b 443", "pr.txt:1: only SSH access has terms to change"),
        ("+ a -> b example.com/cap/x {", "pr.txt:1: the parameters are no JSON"),
        ("+ a -> b example.com/cap/x {}], {}", "pr.txt:1: the parameters are no JSON"),
    ],
)
def test_what_cannot_be_understood(text: str, said: str) -> None:
    with pytest.raises(StatementError, match=f"^{said.replace('.', '[.]')}"):
        read(text)


def test_nested_parameters_are_no_danger() -> None:
    with pytest.raises(StatementError):
        read(f"+ a -> b example.com/cap/x {'[' * 50_000}")
