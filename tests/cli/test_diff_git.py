"""``tailcli diff`` in a repository: HEAD, a base, a common ancestor, renamed and new files, history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.inputs.test_git import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]


def policy(*ports: str) -> str:
    """A policy of several lines, so that a rename can be recognised."""
    grants = "".join(
        f'    {{"src": ["a@example.com"], "dst": ["tag:x"], "ip": ["tcp:{port}"]}},\n' for port in ports
    )
    return f'{{\n  "tagOwners": {{\n    "tag:x": [],\n  }},\n  "grants": [\n{grants}  ],\n}}\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "policy.hujson").write_text(policy("22"))
    (folder / "notes-acl.json").write_text('{"unrelated": 1}')
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "begin")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("repository")
def test_nothing_changed(tailcli: Tailcli) -> None:
    found = tailcli("diff")
    assert (found.code, found.out) == (0, "")
    assert found.err == "nothing to compare: all 2 policy files have the same text as at HEAD\n"


def test_the_working_tree_against_head(tailcli: Tailcli, repository: Path) -> None:
    (repository / "policy.hujson").write_text(policy("22", "443"))
    (repository / "notes-acl.json").write_text('{"unrelated": 2}')
    found = tailcli("diff")
    assert (found.code, found.err) == (1, "")
    assert found.out.startswith("HEAD:policy.hujson -> policy.hujson\nOnly wider: a@example.com gains access")
    assert found.out.count(" -> policy.hujson\n") == 1
    assert tailcli("diff", "policy.hujson").out == found.out
    assert tailcli("diff", "HEAD:policy.hujson", "policy.hujson").out == found.out


def test_from_a_folder_below(tailcli: Tailcli, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = repository / "sub"
    below.mkdir()
    (repository / "policy.hujson").write_text(policy("443"))
    monkeypatch.chdir(below)
    assert "no policy file found" in tailcli("diff").err
    found = tailcli("diff", "../policy.hujson")
    assert found.out.startswith("HEAD:policy.hujson -> ../policy.hujson\nBoth wider and narrower")
    assert tailcli("diff", "--base", "HEAD", "..").out == found.out
    assert tailcli("diff", str(repository / "policy.hujson")).code == 1


def test_a_new_and_a_removed_file(tailcli: Tailcli, repository: Path) -> None:
    (repository / "policy.hujson").unlink()
    (repository / "other.hujson").write_text('{"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}]}')
    found = tailcli("diff")
    assert found.code == 1
    assert "(no file) -> other.hujson\nNew policy file. Only wider: " in found.out
    assert "a tailnet that never had a policy starts with allow-all" in found.out
    assert "HEAD:policy.hujson -> (no file)\nPolicy file removed. Only narrower: " in found.out
    assert tailcli("diff", "policy.hujson").out.startswith("HEAD:policy.hujson -> (no file)\n")


def test_a_renamed_file(tailcli: Tailcli, repository: Path) -> None:
    (repository / "policy.hujson").unlink()
    (repository / "tailnet.hujson").write_text(policy("22", "443"))
    found = tailcli("diff")
    assert found.out.startswith("HEAD:policy.hujson -> tailnet.hujson\nOnly wider: ")
    assert "New policy file" not in found.out


def test_a_file_that_was_only_renamed_is_identical(tailcli: Tailcli, repository: Path) -> None:
    (repository / "policy.hujson").rename(repository / "tailnet.hujson")
    found = tailcli("diff")
    assert (found.code, found.err) == (
        0,
        "nothing to compare: all 2 policy files have the same text as at HEAD\n",
    )


def test_a_base_and_a_common_ancestor(tailcli: Tailcli, repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "side")
    (repository / "policy.hujson").write_text(policy("22", "443"))
    git(repository, "commit", "-q", "-am", "side")
    git(repository, "checkout", "-q", "main")
    (repository / "policy.hujson").write_text(policy("22", "80"))
    git(repository, "commit", "-q", "-am", "main")
    git(repository, "checkout", "-q", "side")
    base = tailcli("diff", "--base", "main")
    assert base.out.startswith("main:policy.hujson -> policy.hujson\nBoth wider and narrower: ")
    ancestor = tailcli("diff", "--merge-base", "main", "--fail-on", "narrowed")
    assert ancestor.code == 0
    assert "Only wider: " in ancestor.out
    assert tailcli("diff", "--base", "nope").err.startswith("error: nope: git knows no such revision")


@pytest.mark.usefixtures("repository")
def test_one_version_alone_asks_for_the_other(tailcli: Tailcli) -> None:
    found = tailcli("diff", "HEAD:policy.hujson")
    assert found.code == 2
    assert found.err.endswith("give two versions, such as HEAD~3:policy.hujson policy.hujson\n")


def test_an_unreadable_version_does_not_hide_the_others(tailcli: Tailcli, repository: Path) -> None:
    (repository / "policy.hujson").write_text(policy("22")[:-2])
    (repository / "other.hujson").write_text(policy("80", "443", "8080").replace("tag:x", "tag:y"))
    found = tailcli("diff")
    assert found.code == 2
    assert found.err.startswith("error: policy.hujson:1:1: syntax error: ")
    assert "(no file) -> other.hujson\nNew policy file. Only wider: " in found.out


def test_outside_a_repository(tailcli: Tailcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (tailcli("diff").code, tailcli("diff").err) == (2, "error: .: not inside a git repository\n")


def commit(repository: Path, text: str, subject: str) -> None:
    (repository / "policy.hujson").write_text(text)
    git(repository, "commit", "-q", "-am", subject)


def test_history(tailcli: Tailcli, repository: Path) -> None:
    commit(repository, policy("22", "443"), "format only")
    commit(repository, "{", "break it")
    commit(repository, policy("443"), "repair")
    git(repository, "mv", "policy.hujson", "tailnet.hujson")
    git(repository, "commit", "-q", "-m", "rename\x1b\x01\x02")
    found = tailcli("diff", "--log", "9", "tailnet.hujson")
    assert (found.code, found.err) == (0, "")
    said = [line.split(None, 1)[1] for line in found.out.splitlines()]
    assert [" ".join(line.split()) for line in said] == [
        "identical +0 -0 rename\\x1b\\x01\\x02",
        "narrower +0 -1 repair",
        " ".join(said[2].split()),
        "wider +1 -0 format only",
        "new file +1 -0 begin",
    ]
    assert said[2].startswith("unreadable ")
    assert "policy.hujson:1:1: syntax error: " in said[2]
    assert tailcli("diff", "--log", "2").out.splitlines() == found.out.splitlines()[:2]


def test_history_for_programs(tailcli: Tailcli, repository: Path) -> None:
    commit(repository, policy("22", "443"), "open")
    log = json.loads(tailcli("diff", "--log", "1", "policy.hujson", "--format", "json").out)["log"]
    assert [(step["subject"], step["verdict"], step["summary"]["gained"]) for step in log] == [
        ("open", "wider", 1)
    ]
    lines = tailcli("diff", "--log", "5", "policy.hujson", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["subject"] for line in lines] == ["open", "begin"]
    assert tailcli("diff", "--log", "5", "policy.hujson", "--format", "dot").code == 2


@pytest.mark.usefixtures("repository")
def test_history_of_nothing(tailcli: Tailcli) -> None:
    found = tailcli("diff", "--log", "5", "absent.hujson")
    assert (found.code, found.out) == (2, "")
    assert "no commit of this branch has such a file" in found.err


def test_a_removed_file_in_history(tailcli: Tailcli, repository: Path) -> None:
    git(repository, "rm", "-q", "policy.hujson")
    git(repository, "commit", "-q", "-m", "drop")
    found = tailcli("diff", "--log", "5", "policy.hujson")
    assert [line.split()[1] for line in found.out.splitlines()] == ["removed", "new"]


def test_a_shallow_clone(
    tailcli: Tailcli, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, policy("22", "443"), "open")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    found = tailcli("diff", "--log", "5", "policy.hujson")
    assert "unknown" in found.out
    assert "the clone is shallow" in found.out
    assert "git fetch --unshallow" in found.err
    for option in ("--base", "--merge-base"):
        missing = tailcli("diff", option, "HEAD~1")
        assert missing.code == 2
        assert "this clone is shallow: fetch more" in missing.err


@pytest.mark.parametrize("name", ["../policy.hujson", "policy.hujson", "sub/../../policy.hujson"])
def test_annotations_name_files_from_the_root_of_the_repository(
    tailcli: Tailcli, repository: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    below = repository / "net" / "sub"
    below.mkdir(parents=True)
    (repository / "net" / "policy.hujson").write_text(policy("22"))
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "below")
    (repository / "net" / "policy.hujson").write_text(policy("443"))
    monkeypatch.chdir(below if name.startswith("../") else below.parent)
    for command in (("diff", "--format", "github"), ("lint", "--format", "github")):
        given = name if not name.startswith("sub/") else str(repository / "net" / "policy.hujson")
        out = tailcli(*command, given).out
        assert {line.partition("file=")[2].partition(",")[0] for line in out.splitlines()} == {
            "net/policy.hujson"
        }


def test_annotations_outside_of_a_repository_count_from_the_folder(
    tailcli: Tailcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.hujson").write_text(policy("22"))
    out = tailcli("lint", "--format", "github", str(tmp_path / "policy.hujson")).out
    assert "file=policy.hujson," in out


def test_faults_are_annotated_from_the_root_of_the_repository(
    tailcli: Tailcli, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = repository / "net"
    below.mkdir()
    (below / "policy.hujson").write_text('{"grants": 1}')
    monkeypatch.chdir(below)
    assert "file=net/policy.hujson," in tailcli("validate", "--format", "github", "policy.hujson").out
