"""The policy files that a commit is about to change: as git's index holds them, or between two commits."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tailcli.inputs.discovery import is_policy_name
from tailcli.inputs.git import GitError, ask, demand, merge_base, read_revision, resolve
from tailcli.inputs.history import short
from tailcli.inputs.versions import Pair
from tailcli.source.text import SourceText
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

INDEX = ""


class Range(NamedTuple):
    """Two versions of a repository.

    Attributes:
        old: a commit; None where there is none yet.
        new: a commit, or ``INDEX`` for what is staged.
    """

    old: str | None
    new: str


def staged() -> Range:
    """Return the range of the commit that is being made.

    Raises:
        GitError: if this is no repository.
    """
    try:
        resolve("HEAD")
    except GitError:
        demand(".", ".", "rev-parse", "--git-dir")
        return Range(None, INDEX)
    return Range("HEAD", INDEX)


def between(old: str, new: str) -> Range:
    """Return the range from the common ancestor of two commits to the second of them.

    That is how pre-commit chooses the files of ``--from-ref`` and ``--to-ref``. Where the two have no
    common ancestor here, the range begins at the first.

    Raises:
        GitError: if git does not know one of them.
    """
    first, last = short(old), short(new)
    try:
        return Range(short(merge_base(first, last)), last)
    except GitError:
        return Range(first, last)


def changed(within: Range, paths: Iterable[str] = ()) -> Iterator[Pair]:
    """Yield each changed file of the paths or with the name of a policy, renamed and removed ones too.

    Raises:
        GitError: if git cannot compare the two.
        InputError: if a version cannot be read.
    """
    named = {PurePosixPath(path).as_posix() for path in paths}
    for old, new in _names(within):
        names = [name for name in (old, new) if name is not None]
        if any(name in named or is_policy_name(PurePosixPath(name).name) for name in names):
            yield Pair(_read(within.old, old), _read(within.new, new), discovered=True)


def _read(revision: str | None, name: str | None) -> SourceText | None:
    if revision is None or name is None:
        return None
    source = read_revision(revision, name)
    # What is staged is called by its path alone: that is the file that the user has before them.
    return SourceText(name, source.text) if revision == INDEX else source


def _names(within: Range) -> Iterator[tuple[str | None, str | None]]:
    """Yield the names of each changed file before and after, counted from the top of the repository."""
    options = ("--find-renames", "--no-ext-diff", "--no-textconv", "--name-status", "-z", "--no-relative")
    if within.new == INDEX:
        sides: tuple[str, ...] = ("--cached", within.old or _empty_tree())
    else:
        sides = (within.old or _empty_tree(), within.new)
    listed = demand(".", within.new or "the index", "diff", *options, *sides, "--")
    return _statuses(iter(os.fsdecode(listed).split("\0")))


def _statuses(fields: Iterable[str]) -> Iterator[tuple[str | None, str | None]]:
    rest = iter(fields)
    for status in rest:
        match status[:1]:
            case "":
                return
            case "R":
                yield next(rest), next(rest)
            case "C":
                next(rest)
                yield None, next(rest)
            case "A":
                yield None, next(rest)
            case "D":
                yield next(rest), None
            case _:
                name = next(rest)
                yield name, name


def _empty_tree() -> str:
    """Return the id of the tree without files, which differs with the repository's hash."""
    return (ask(".", ".", "hash-object", "-t", "tree", os.devnull) or b"").decode().strip()
