"""``tailcli lint --config-from REV``: settings and baseline as a revision has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.inputs.test_git import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

OPEN = '{\n  "grants": [\n    {"src": ["*"], "dst": ["*"], "ip": ["*"]},\n  ],\n}\n'
GUARD = '[[guard.must-not-reach]]\nname = "none"\nfrom = ["*"]\nto = ["*"]\n'
RUN = ("lint", "policy.hujson", "--select", "TP291", "--format", "concise")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "policy.hujson").write_text(OPEN)
    (tmp_path / "tailcli.toml").write_text(GUARD)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "begin")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_come_from_the_revision(tailcli: Tailcli, repository: Path) -> None:
    assert tailcli(*RUN).code == 1
    (repository / "tailcli.toml").write_text('ignore = ["TP291"]\n')
    assert tailcli(*RUN).code == 0
    found = tailcli(*RUN, "--config-from", "HEAD")
    assert found.code == 1
    assert "TP291" in found.out
    assert "(HEAD:tailcli.toml:1)" in found.out


def test_the_baseline_comes_from_the_revision(tailcli: Tailcli, repository: Path) -> None:
    assert tailcli(*RUN, "--write-baseline", "baseline.json").code == 0
    assert tailcli(*RUN, "--baseline", "baseline.json").code == 0
    assert tailcli(*RUN, "--baseline", "baseline.json", "--config-from", "HEAD").code == 1
    git(repository, "add", "baseline.json")
    git(repository, "commit", "-q", "-m", "baseline")
    assert tailcli(*RUN, "--baseline", "baseline.json", "--config-from", "HEAD").code == 0


def test_the_settings_name_a_baseline(tailcli: Tailcli, repository: Path) -> None:
    (repository / "known").mkdir()
    assert tailcli(*RUN, "--write-baseline", "known/baseline.json").code == 0
    (repository / "tailcli.toml").write_text(f'baseline = "known/baseline.json"\n{GUARD}')
    found = tailcli(*RUN)
    assert (found.code, found.out) == (0, "")
    assert "known/baseline.json: 2 known findings not shown" in found.err
    assert tailcli("lint", "policy.hujson", "--select", "TP291").code == 0
    # What the flag names beats it; the file of a revision is taken from there.
    (repository / "other.json").write_text('{"version": 1, "files": {}}')
    assert tailcli(*RUN, "--baseline", "other.json").code == 1
    git(repository, "add", "tailcli.toml")
    git(repository, "commit", "-q", "-m", "settings")
    assert tailcli(*RUN, "--config-from", "HEAD").code == 1
    git(repository, "add", "known")
    git(repository, "commit", "-q", "-m", "baseline")
    assert tailcli(*RUN, "--config-from", "HEAD").code == 0
    (repository / "known" / "baseline.json").unlink()
    missing = tailcli(*RUN)
    assert (missing.code, "known/baseline.json" in missing.err) == (2, True)


@pytest.mark.usefixtures("repository")
def test_wrong_usage(tailcli: Tailcli) -> None:
    found = tailcli(*RUN, "--config-from", "HEAD", "--config", "tailcli.toml")
    assert found.code == 2
    assert "comes from no revision" in found.err
    assert tailcli(*RUN, "--config-from", "nowhere").code == 2
    assert tailcli(*RUN, "--config-from", "HEAD", "--config", "ignore=TP291").code == 0


@pytest.mark.usefixtures("repository")
def test_from_a_folder_below(tailcli: Tailcli, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = repository / "below"
    below.mkdir()
    (repository / "policy.hujson").rename(below / "policy.hujson")
    (repository / "tailcli.toml").unlink()
    monkeypatch.chdir(below)
    assert tailcli(*RUN).code == 0
    assert tailcli(*RUN, "--config-from", "HEAD").code == 1
