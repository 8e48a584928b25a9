"""Bad policies and bad inventories for the commands that answer questions: one clear error, at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

MANY = 100_000
HUGE = 300 * 1024 * 1024
POLICY = '{"acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}'
DEVICES = '{"devices": [{"name": "a", "addresses": ["100.64.0.1"], "user": "alice@example.com"}]}'
PORT = "1" + "0" * 30
CYCLE = '{"groups": {"group:a": ["group:b"], "group:b": ["group:a"]},\n "tests": []}'
FAR_PORT = POLICY.replace("*:*", f"*:{PORT}")
POLICIES = {
    "empty": (b"", ": the file is empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", ": the file is binary"),
    "truncated": (POLICY[:40].encode(), ":1:39: "),
    "brackets": (b"[" * MANY + b"]" * MANY, ":1:10001: "),
    "objects": (b'{"groups":' * MANY, ":1:"),
    "array": (b"[]", ": no policy: the file holds no object"),
}
INVENTORIES = {
    "empty": (b"", ": the file is empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", ": the file is binary"),
    "truncated": (DEVICES[:40].encode(), ":1:"),
    "brackets": (b"[" * MANY, ":1:101: nested deeper"),
    "number": (b"1" + b"0" * 30, ":1:1: "),
    "array of numbers": (b"[1]", ":1:2: [0]: expected a device or a user"),
    "policy": (POLICY.encode(), ":1:1: the file: expected"),
    "port in place of an address": (
        b'{"devices":\n [{"addresses": [1e30]}]}',
        ":2:18: devices[0].addresses[0]",
    ),
}
COMMANDS = {
    "compile": ("compile",),
    "test": ("test",),
    "access": ("access", "--src", "100.64.0.1", "--dst", "100.64.0.2:80"),
}
each_command = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture
def ask(tailcli: Tailcli, tmp_path: Path) -> Callable[..., Outcome]:
    def asking(command: str, policy: bytes, devices: bytes = DEVICES.encode()) -> Outcome:
        (tmp_path / "policy.hujson").write_bytes(policy)
        (tmp_path / "devices.json").write_bytes(devices)
        name, *options = COMMANDS[command]
        files = (str(tmp_path / "policy.hujson"), "--devices", str(tmp_path / "devices.json"))
        return tailcli(name, *files, *options)

    return asking


def is_one_error(found: Outcome, path: Path, said: str) -> None:
    assert found.out == ""
    assert found.err.startswith(f"error: {path}{said}")
    assert found.err.count("\n") == 1
    assert len(found.err) < 600


@each_command
@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_cannot_be_read(
    ask: Callable[..., Outcome], tmp_path: Path, command: str, name: str
) -> None:
    data, said = POLICIES[name]
    found = ask(command, data)
    assert found.code in {1, 2}
    is_one_error(found, tmp_path / "policy.hujson", said)


@each_command
@pytest.mark.parametrize("name", INVENTORIES)
def test_an_inventory_that_cannot_be_read(
    ask: Callable[..., Outcome], tmp_path: Path, command: str, name: str
) -> None:
    data, said = INVENTORIES[name]
    found = ask(command, POLICY.encode(), data)
    assert found.code == 2
    is_one_error(found, tmp_path / "devices.json", said)


@each_command
def test_an_inventory_over_the_limit_is_not_read(tailcli: Tailcli, tmp_path: Path, command: str) -> None:
    policy, devices = tmp_path / "policy.hujson", tmp_path / "devices.json"
    policy.write_text(POLICY)
    with devices.open("wb") as stream:
        stream.truncate(HUGE)
    name, *options = COMMANDS[command]
    found = tailcli(name, str(policy), "--devices", str(devices), *options)
    assert found.code == 2
    assert found.err == f"error: {devices}: larger than the limit of 256 MiB\n"


@each_command
@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (CYCLE, ':1:50: groups["group:b"]: "group:a": group members cannot be recursive'),
        (FAR_PORT, f':1:57: dst="*:{PORT}": port range "{PORT}": invalid first integer'),
    ],
    ids=["cycle", "port"],
)
def test_what_the_control_plane_refuses_is_told_at_its_place(
    ask: Callable[..., Outcome], tmp_path: Path, command: str, policy: str, said: str
) -> None:
    found = ask(command, policy.encode())
    assert f"{tmp_path / 'policy.hujson'}{said}" in found.err
    assert found.err.count("\n") == 1
    assert (found.code, found.out) == (1, "") if command == "compile" else found.out != ""


def test_a_port_that_is_none_is_no_question(tailcli: Tailcli, tmp_path: Path) -> None:
    policy = tmp_path / "policy.hujson"
    policy.write_text(POLICY)
    found = tailcli("access", str(policy), "--src", "100.64.0.1", "--dst", f"100.64.0.2:{PORT}")
    assert (found.code, found.out) == (2, "")
    assert f"{PORT} is no port: ports end at 65535" in found.err


def test_a_test_of_a_port_that_is_none_fails(tailcli: Tailcli, tmp_path: Path) -> None:
    policy = tmp_path / "policy.hujson"
    policy.write_text(
        POLICY[:-1] + f', "tests": [{{"src": "100.64.0.1", "accept": ["100.64.0.2:{PORT}"]}}]}}'
    )
    found = tailcli("test", str(policy))
    assert (found.code, found.err) == (1, "")
    assert f'"{PORT}" is not a single port from 0 to 65535' in found.out
