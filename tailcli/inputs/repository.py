"""Where a repository begins, without starting git."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def repository_root(folder: Path) -> Path | None:
    """Return the folder at or above an absolute one that is the root of a repository; None outside of one.

    A worktree and a submodule have a file there instead of a folder.
    """
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
