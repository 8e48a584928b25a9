"""The policy files of a revision beside those of the working tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli.inputs.git import GitError
from tailcli.inputs.history import commits, is_cut_short, short
from tailcli.inputs.versions import since
from tests.inputs.test_git import git

if TYPE_CHECKING:
    from pathlib import Path

LINES = "".join(f'"group:g{n}": [],\n' for n in range(10))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "sub").mkdir()
    for name in ("a.hujson", "b.hujson", "sub/c.hujson", "readme.md"):
        (tmp_path / name).write_text(f"{name}\n{LINES}{name}")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def found(folder: Path, *paths: str) -> list[tuple[str | None, str | None]]:
    return [
        (pair.old and pair.old.name, pair.new and pair.new.name.removeprefix(f"{folder}/"))
        for pair in since("main", paths, folder=str(folder)).pairs
    ]


def test_the_files_of_a_folder(repository: Path) -> None:
    assert found(repository) == [
        ("main:a.hujson", "a.hujson"),
        ("main:b.hujson", "b.hujson"),
        ("main:sub/c.hujson", "sub/c.hujson"),
    ]
    pairs = since("main", folder=str(repository)).pairs
    assert all(pair.is_same_text and pair.discovered for pair in pairs)
    assert found(repository / "sub") == [("main:sub/c.hujson", "c.hujson")]


def test_a_file_that_is_named_needs_no_policy_name(repository: Path) -> None:
    (pair,) = since("main", [str(repository / "readme.md")], folder=str(repository)).pairs
    assert not pair.discovered
    (again,) = since("main", [str(repository / "a.hujson")] * 2, folder=str(repository)).pairs
    assert again.is_same_text


def test_the_most_alike_of_several_is_the_renamed_one(repository: Path) -> None:
    texts = {name: (repository / f"{name}.hujson").read_text() for name in "ab"}
    for name in "ab":
        (repository / f"{name}.hujson").unlink()
    (repository / "x.hujson").write_text(texts["b"])
    (repository / "y.hujson").write_text(texts["a"])
    (repository / "z.hujson").write_text("nothing\nlike\nthem")
    assert found(repository)[1:] == [
        ("main:b.hujson", "x.hujson"),
        ("main:a.hujson", "y.hujson"),
        (None, "z.hujson"),
    ]


def test_a_folder_that_is_gone(repository: Path) -> None:
    (repository / "sub" / "c.hujson").unlink()
    (repository / "sub").rmdir()
    assert found(repository, str(repository / "sub")) == [("main:sub/c.hujson", None)]


def test_what_cannot_be_read_is_told(repository: Path) -> None:
    (repository / "a.hujson").write_bytes(b"\xff\xfe")
    discovered = since("main", folder=str(repository)).unread
    assert [(error.reason, merely) for error, merely in discovered] == [
        ("the file is UTF-16; save it as UTF-8", True)
    ]
    named = since("main", [str(repository / "absent.hujson")], folder=str(repository)).unread
    assert [(error.reason, merely) for error, merely in named] == [("no such file", False)]


def test_no_such_revision(repository: Path) -> None:
    with pytest.raises(GitError, match="git knows no such revision"):
        since("nope", folder=str(repository))


def test_the_commits_of_a_file(repository: Path) -> None:
    git(repository, "mv", "a.hujson", "new name\u00e9.hujson")
    git(repository, "commit", "-q", "-m", "move \x01 it\x02")
    git(repository, "commit", "-q", "--allow-empty", "-m", "elsewhere")
    git(repository, "commit", "-q", "--allow-empty-message", "-m", "", "--allow-empty")
    (repository / "new name\u00e9.hujson").write_text("changed")
    git(repository, "commit", "-q", "-a", "--allow-empty-message", "-m", "")
    listed = commits("new name\u00e9.hujson", 9, folder=str(repository))
    assert [(commit.subject, commit.path, commit.removed) for commit in listed] == [
        ("", "new name\u00e9.hujson", False),
        ("move \x01 it\x02", "new name\u00e9.hujson", False),
        ("one", "a.hujson", False),
    ]
    assert listed[0].short == short("HEAD", folder=str(repository))
    assert listed[0].id.startswith(listed[0].short)
    assert not is_cut_short(listed, 9, folder=str(repository))
    assert len(commits("new name\u00e9.hujson", 1, folder=str(repository))) == 1
