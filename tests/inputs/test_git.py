"""Versions of a file in git, and what is said where there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tailcli.inputs.errors import InputError
from tailcli.inputs.files import read_any
from tailcli.inputs.git import (
    GitError,
    files_at,
    files_now,
    is_shallow,
    merge_base,
    read_revision,
    resolve,
    top_level,
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "sub").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "policy.hujson").write_text("{} // one")
    (folder / "sub" / "größe.json").write_text("{}")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    (folder / "policy.hujson").write_text("{} // two")
    git(folder, "commit", "-q", "-am", "two")
    return folder


def test_a_file_at_a_revision(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    source = read_any("HEAD~1:policy.hujson")
    assert (source.name, source.text) == ("HEAD~1:policy.hujson", "{} // one")


def test_the_index_and_a_path_from_here(repository: Path) -> None:
    (repository / "policy.hujson").write_text("{} // three")
    git(repository, "add", "policy.hujson")
    assert read_revision("", "policy.hujson", folder=str(repository)).text == "{} // three"
    below = str(repository / "sub")
    assert read_revision("main", "./größe.json", folder=below).text == "{}"
    assert read_revision("main", "policy.hujson", folder=below).text == "{} // two"


@pytest.mark.parametrize(
    ("revision", "path", "said"),
    [
        ("nope", "policy.hujson", r"git knows no such revision \(git branch --all lists the branches\)"),
        ("--output=x", "policy.hujson", "git knows no such revision"),
        ("main", "absent", "no such path at main"),
        ("main", "sub", "is a directory at that revision"),
        ("a\0b", "policy.hujson", "holds a character"),
    ],
)
def test_what_git_does_not_have(repository: Path, revision: str, path: str, said: str) -> None:
    with pytest.raises(GitError, match=said):
        read_revision(revision, path, folder=str(repository))


def test_a_repository_without_a_commit_says_so(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(GitError, match=r"HEAD: .* \(there is no commit yet: name two files, or "):
        resolve("HEAD", folder=str(tmp_path))


def test_a_path_that_exists_from_here_gets_a_hint(repository: Path) -> None:
    with pytest.raises(GitError, match=r"write \./größe\.json from here"):
        read_revision("main", "größe.json", folder=str(repository / "sub"))


def test_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not inside a git repository"):
        read_revision("HEAD", "policy.hujson", folder=str(tmp_path))
    assert files_now(str(tmp_path)) is None


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="git is not installed"):
        resolve("HEAD", folder=str(repository))
    assert files_now(str(repository)) is None


def test_a_version_over_the_limit(repository: Path) -> None:
    with pytest.raises(InputError, match="larger than the limit of 3 bytes"):
        read_revision("main", "policy.hujson", folder=str(repository), limit=3)


def test_files_of_a_revision_and_of_now(repository: Path) -> None:
    (repository / ".gitignore").write_text("ignored*\n")
    (repository / "ignored.hujson").write_text("{}")
    (repository / "new.hujson").write_text("{}")
    assert files_at("HEAD", folder=str(repository / "sub")) == ("policy.hujson", "sub/größe.json")
    now = files_now(str(repository))
    assert now is not None
    assert sorted(now) == [".gitignore", "new.hujson", "policy.hujson", "sub/größe.json"]


def test_the_common_ancestor(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "side", "HEAD~1")
    git(repository, "commit", "-q", "--allow-empty", "-m", "side")
    assert merge_base("main", "side", folder=str(repository)) == git(repository, "rev-parse", "main~1")
    git(repository, "checkout", "-q", "--orphan", "alone")
    git(repository, "commit", "-q", "-m", "alone")
    with pytest.raises(GitError, match="no common ancestor"):
        merge_base("main", "alone", folder=str(repository))


def test_a_shallow_clone_says_what_to_fetch(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), str(clone))
    assert is_shallow(folder=str(clone))
    assert not is_shallow(folder=str(repository))
    with pytest.raises(GitError, match="this clone is shallow: fetch more"):
        resolve("HEAD~1", folder=str(clone))


def test_the_top_of_a_repository(repository: Path) -> None:
    assert Path(top_level(str(repository / "sub"))).resolve() == repository.resolve()
