"""Bad input, for every command that reads a policy: one clear error or findings, and never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

MANY = 100_000
UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "utf-8": (b'{"a": "\xfe"}', "not valid UTF-8 at byte 7"),
    "utf-16": ('{"groups": {}}'.encode("utf-16"), "the file is UTF-16"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", "the file is binary"),
}
READABLE = {
    "array": "[]",
    "scalar": "1",
    "blank": " \n",
    "comment": "// nothing",
    "brackets": "[" * MANY + "]" * MANY,
    "objects": '{"groups":' * MANY,
    "long name": '{"groups": {"' + "x" * 1_000_000 + '": 1}}',
    "nested group": '{"groups": {"group:a": ["group:a"]}, "Hosts": 1}',
    "nested ipset": '{"ipsets": {"ipset:a": ["ipset:a"]}, "Hosts": 1}',
    "lone surrogate": '{"groups": {"group:\\ud800": 1}}',
}

every_command = pytest.mark.parametrize("command", [("lint", "--fail-on", "info"), ("validate",)])


@every_command
@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_text_is_an_error(
    tailcli: Tailcli, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    data, said = UNREADABLE[name]
    path = tmp_path / "policy.hujson"
    path.write_bytes(data)
    found = tailcli(*command, str(path))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"error: {path}: {said}")
    assert found.err.count("\n") == 1


@every_command
def test_a_file_over_the_limit_is_an_error_that_names_the_limit(
    tailcli: Tailcli, tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = tmp_path / "policy.hujson"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    found = tailcli(*command, str(path))
    assert found.code == 2
    assert found.err == f"error: {path}: larger than the limit of 10 MiB\n"


@every_command
@pytest.mark.parametrize("path", ["absent.hujson", "nope:policy.hujson", "a" * 5000])
def test_what_is_not_there_is_an_error(tailcli: Tailcli, command: tuple[str, ...], path: str) -> None:
    found = tailcli(*command, path)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error: ")


@every_command
@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("output", ["full", "concise", "json"])
def test_a_strange_text_is_found_fault_with(
    tailcli: Tailcli, tmp_path: Path, command: tuple[str, ...], name: str, output: str
) -> None:
    path = tmp_path / "policy.hujson"
    path.write_text(READABLE[name])
    found = tailcli(*command, str(path), "--format", output)
    assert found.code == 1
    assert str(path) in found.out
    assert all(len(line) < 1_500 for line in found.out.splitlines()) or output == "json"
