"""Which files of a folder are taken for policies."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tailcli import api
from tailcli.inputs.discovery import candidates, is_policy_name, looks_like_policy

FILES = (
    "policy.hujson",
    "sub/acl.json",
    "sub/package.json",
    "node_modules/x/tailscale.json",
    ".hidden/policy.hujson",
    "ignored/policy.hujson",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    return tmp_path


def found(folder: Path) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in candidates(str(folder))]


def test_without_git_hidden_folders_and_installed_packages_are_left_out(folder: Path) -> None:
    assert found(folder) == ["ignored/policy.hujson", "policy.hujson", "sub/acl.json"]


def test_git_says_what_is_ignored(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".gitignore").write_text("ignored/\nnode_modules/\n")
    assert found(folder) == [".hidden/policy.hujson", "policy.hujson", "sub/acl.json"]


def test_a_file_that_git_knows_and_that_is_gone_is_left_out(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "."], check=True)
    (folder / "policy.hujson").unlink()
    assert "policy.hujson" not in found(folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("policy.hujson", True),
        ("POLICY.HUJSON", True),
        ("my-tailnet.jsonc", True),
        ("Tailscale-ACLs.json", True),
        ("acl.yaml", False),
        ("package.json", False),
        ("hujson", False),
    ],
)
def test_names(name: str, *, expected: bool) -> None:
    assert is_policy_name(name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [('{"acls": []}', True), ('{"ACLs": [', True), ('{"name": "x"}', False), ("[]", False), ("{}", False)],
)
def test_a_policy_is_an_object_with_a_known_section(text: str, *, expected: bool) -> None:
    assert looks_like_policy(api.load(text)) is expected
