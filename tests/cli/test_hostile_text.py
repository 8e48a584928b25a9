"""Whatever a policy, a device list or the name of a file says: no command to a terminal or a log."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.inputs.test_git import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

Json = dict[str, Any]
EVIL = "::error::I\x1b[31m\n##[group]x"
NAME = f"{EVIL}.hujson"
BROKEN = "::error::broken.hujson"
LOGIN = f"{EVIL}@example.com"
POLICY: Json = {
    "groups": {"group:dev": ["ada@example.com", LOGIN], f"group:{EVIL}": ["x@example.com"], EVIL: [LOGIN]},
    "tagOwners": {"tag:db": ["group:dev"], f"tag:{EVIL}": [EVIL], EVIL: ["group:dev"]},
    "hosts": {EVIL: "10.0.0.1", "srv": "10.0.0.2", f"b{EVIL}": EVIL},
    "ipsets": {f"ipset:{EVIL}": ["add 10.0.0.0/8", EVIL], EVIL: ["add 10.0.0.0/8"]},
    "postures": {f"posture:{EVIL}": ["custom:x == 1"], "posture:x": [f"node:os == '{EVIL}'"], EVIL: [EVIL]},
    "acls": [
        {
            "action": "accept",
            "src": [EVIL, "group:dev", LOGIN],
            "dst": [f"{EVIL}:22", "tag:db:80"],
            "proto": EVIL,
        },
        {"action": "accept", "src": [EVIL, "group:dev"], "dst": [f"{EVIL}:22", "tag:db:80", "srv:22"]},
        {"action": EVIL, "src": ["*"], "dst": ["*:*"]},
    ],
    "grants": [
        {"src": ["group:dev", f"group:{EVIL}"], "dst": [EVIL, "tag:db"], "ip": ["tcp:443"]},
        {
            "src": ["group:dev"],
            "dst": ["tag:db"],
            "app": {
                EVIL: [{EVIL: EVIL}],
                "tailscale.com/cap/secrets": [{"action": ["get"], "secret": [EVIL]}],
                "tailscale.com/cap/tailsql": [{"dataSrc": [EVIL]}],
            },
            "srcPosture": [f"posture:{EVIL}", "posture:x"],
        },
        {"src": ["group:dev"], "dst": ["srv"], "ip": ["*"], "via": [f"tag:{EVIL}"], EVIL: 1},
    ],
    "ssh": [
        {
            "action": "check",
            "src": ["group:dev"],
            "dst": ["tag:db"],
            "users": [EVIL, "root"],
            "acceptEnv": [EVIL],
            "recorder": [f"tag:{EVIL}"],
        }
    ],
    "nodeAttrs": [{"target": ["tag:db", EVIL], "attr": [EVIL], "app": {EVIL: [{EVIL: 1}]}, "ipPool": [EVIL]}],
    "autoApprovers": {
        "routes": {"10.0.0.0/8": [f"tag:{EVIL}", "group:dev"], EVIL: ["tag:db"]},
        "exitNode": [EVIL],
        "services": {f"svc:{EVIL}": ["tag:db"], EVIL: ["tag:db"]},
    },
    "tests": [
        {"src": EVIL, "accept": ["tag:db:22"], "deny": [EVIL]},
        {"src": "ada@example.com", "accept": [f"{EVIL}:22", "tag:db:443"], "deny": ["tag:db:80"]},
    ],
    "sshTests": [{"src": "ada@example.com", "dst": ["tag:db", EVIL], "check": [EVIL], "accept": ["root"]}],
    EVIL: {EVIL: EVIL},
}
DEVICE: Json = {
    "id": "1",
    "nodeId": "n1",
    "name": EVIL,
    "hostname": EVIL,
    "user": LOGIN,
    "addresses": ["100.64.0.1"],
    "tags": [f"tag:{EVIL}"],
}
ASK = ("access", NAME)
COMMANDS: list[tuple[str, ...]] = [
    *(("lint", name, "--format", form) for name in (NAME, BROKEN) for form in ("full", "concise", "grouped")),
    ("lint", NAME, "--statistics"),
    ("lint", NAME, "--format", "markdown"),
    ("lint", NAME, "--config", "::error::c.toml"),
    *(("validate", name, "--format", form) for name in (NAME, BROKEN) for form in ("full", "concise")),
    ("fmt", "--check", NAME, BROKEN),
    ("test", NAME),
    ("test", NAME, "--coverage", "--devices", "devices.json"),
    ("test", BROKEN),
    (*ASK, "--src", "ada@example.com"),
    (*ASK, "--src", LOGIN, "--dst", "tag:db:80"),
    (*ASK, "--src", f"group:{EVIL}"),
    (*ASK, "--dst", "tag:db"),
    (*ASK, "--dst", EVIL),
    (*ASK, "--dst", "tag:db", "--devices", "devices.json"),
    (*ASK, "--src", "ada@example.com", "--dst", "tag:db", "--user", EVIL),
    ("compile", NAME, "--devices", "devices.json"),
    *(
        ("diff", *pair, "--format", form, *more)
        for pair in (("plain.hujson", NAME), (NAME, "plain.hujson"), ("plain.hujson", BROKEN))
        for form in ("text", "markdown")
        for more in (
            (),
            ("--expand",),
            ("--suggest-tests",),
            ("--devices", "devices.json"),
            ("--gate", "all"),
        )
    ),
    ("diff",),
    ("diff", "--log", "3", NAME),
    ("init", "--dry-run"),
    (),
    ("lint", EVIL),
    ("diff", "--base", EVIL),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    (made / NAME).write_text(json.dumps({**POLICY, "grants": []}, indent=1))
    git(made, "init", "-q", "-b", "main")
    git(made, "add", ".")
    git(made, "commit", "-q", "-m", EVIL)
    (made / NAME).write_text(json.dumps(POLICY, indent=1))
    (made / BROKEN).write_text(f'{{"a": {json.dumps(EVIL)} "::error::y" \n::error::raw\n\x1b[1m ]')
    (made / "plain.hujson").write_text('{"groups": {}, "grants": []}')
    (made / "devices.json").write_text(json.dumps({"devices": [DEVICE]}))
    (made / "::error::c.toml").write_text('"::error::k" = 1\n')
    return made


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: ascii(command)[:70])
def test_no_line_is_a_command(
    tailcli: Tailcli, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(folder)
    found = tailcli(*command)
    assert found.out or found.err
    for line in f"{found.out}\n{found.err}".split("\n"):
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line
        assert line.isprintable()


@pytest.mark.parametrize("command", [("lint", NAME), ("diff", "plain.hujson", NAME), ("validate", NAME)])
def test_annotations_are_commands_of_this_program_alone(
    tailcli: Tailcli, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(folder)
    lines = tailcli(*command, "--format", "github").out.splitlines()
    assert lines
    for line in lines:
        assert re.match("::(error|warning|notice) (file|title)=", line)
        assert line.isprintable()
