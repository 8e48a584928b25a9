"""Where a repository begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.inputs.repository import repository_root

if TYPE_CHECKING:
    from pathlib import Path


def test_the_root_is_the_nearest_folder_with_a_git_of_its_own(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    (inner / "a" / "b").mkdir(parents=True)
    assert repository_root(inner / "a") is None
    (tmp_path / "outer" / ".git").mkdir()
    assert repository_root(inner / "a" / "b") == tmp_path / "outer"
    assert repository_root(tmp_path / "outer") == tmp_path / "outer"
    (inner / ".git").write_text("gitdir: ../.git/worktrees/inner\n")
    assert repository_root(inner / "a") == inner
