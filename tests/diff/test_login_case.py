"""A login in another case is another one, and a note says so."""

from __future__ import annotations

from tailcli.diff.compute import compare_policies

from .policies import POLICY, read


def rule(*logins: str) -> dict[str, object]:
    return POLICY | {"grants": [{"src": list(logins), "dst": ["tag:web"], "ip": ["tcp:443"]}], "ssh": []}


def notes(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    found = compare_policies(read(rule(*old)), read(rule(*new))).notes
    return [note for note in found if "upper and lower case" in note or note.startswith("so do ")]


def test_a_login_written_otherwise_is_told() -> None:
    said = '"Di@example.com" and "di@example.com" differ only in upper and lower case'
    assert notes(("di@example.com",), ("Di@example.com",)) == [
        f"{said}: they are compared as different people"
    ]
    assert notes(("di@example.com",), ("ed@example.com",)) == []
    assert notes(("di@example.com", "Di@example.com"), ("di@example.com", "Di@example.com")) == []


def test_many_are_counted() -> None:
    names = tuple(f"{name}@example.com" for name in ("di", "ed", "flo", "gus", "hal"))
    shown = notes(names, tuple(map(str.upper, names)))
    assert len(shown) == 4
    assert shown[-1] == "so do 2 more"
