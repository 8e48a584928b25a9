"""The history of a file in git: the commits that changed it, newest first, through renames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.inputs.git import demand, is_shallow, names, resolve, top_level
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Commit(NamedTuple):
    """A commit that changed a file.

    Attributes:
        id: its full id.
        short: its id as people write it.
        subject: the first line of its message.
        path: the file at that commit, counted from the top of the repository.
        removed: whether the commit removed the file.
    """

    id: str
    short: str
    subject: str
    path: str
    removed: bool = False


def short(revision: str, *, folder: str = ".") -> str:
    """Return the id of a commit as people write it.

    Raises:
        GitError: if this is no repository, or there is no such revision.
    """
    commit = resolve(revision, folder=folder)
    return demand(folder, revision, "rev-parse", "--short", commit).decode().strip()


def commits(path: str, most: int, *, folder: str = ".") -> tuple[Commit, ...]:
    """Return the last commits that changed a file, newest first; renames are followed.

    Raises:
        GitError: if this is no repository or has no commit.
    """
    top_level(folder)
    resolve("HEAD", folder=folder)
    options = ("--follow", "--find-renames", "--name-status", "--no-show-signature", "--no-color", "-z")
    layout = "--format=%H%x00%h%x00%s"
    listed = demand(folder, path, "log", f"--max-count={most}", *options, layout, "--", path)
    return tuple(_commits(iter(names(listed))))


def _commits(fields: Iterator[str]) -> Iterator[Commit]:
    """Read what git prints with ``-z``: id, short id, subject, status, path; a rename has two paths.

    The status begins with a line end; nothing of a subject or a path can hold the zero byte between fields.
    """
    for commit in fields:
        abbreviated, subject, status, path = (next(fields, "") for _ in range(4))
        if status.lstrip("\n").startswith(_TWO_PATHS):
            path = next(fields, path)
        yield Commit(commit, abbreviated, subject, path, status.lstrip("\n").startswith("D"))


_TWO_PATHS = ("R", "C")


def is_cut_short(found: tuple[Commit, ...], most: int, *, folder: str = ".") -> bool:
    """Return whether the history ends because the clone is shallow, not because the file begins there."""
    return len(found) < most and is_shallow(folder=folder)
