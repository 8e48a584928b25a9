"""The policy files of a revision beside those of the working tree: same, changed, new, removed, renamed."""

from __future__ import annotations

import os
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING

from tailcli.inputs.discovery import candidates, is_policy_name
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import is_folder, read_file
from tailcli.inputs.git import demand, files_at, read_revision, resolve, top_level
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.source.text import SourceText

# As in git: a file of which half the lines are the same was renamed.
_ALIKE = 0.5
_MOST_COMPARED = 400


class Pair(NamedTuple):
    """One file in both versions; None is a version in which it does not exist.

    Attributes:
        old: the file at the revision.
        new: the file in the working tree.
        discovered: whether it was found in a folder, not named by the user: then it may be no policy.
    """

    old: SourceText | None
    new: SourceText | None
    discovered: bool = False

    @property
    def is_same_text(self) -> bool:
        """Whether both versions are there and hold the same text."""
        return self.old is not None and self.new is not None and self.old.text == self.new.text


class Found(NamedTuple):
    """The pairs, and the inputs that could not be read, each with whether it was merely discovered."""

    pairs: tuple[Pair, ...]
    unread: tuple[tuple[InputError, bool], ...] = ()


def since(revision: str, paths: Sequence[str] = (), *, folder: str = ".") -> Found:
    """Return every policy file of a revision or of the working tree below the paths (or ``folder``).

    A path may be a file or a folder, and may exist in one version only. A removed file and a new one of
    which at least half the lines are the same are one renamed file.

    Raises:
        GitError: if this is no repository, or there is no such revision.
    """
    resolve(revision, folder=folder)
    tree = _Tree(revision, folder)
    pairs: dict[str, Pair] = {}
    unread: list[tuple[InputError, bool]] = []
    for path in paths or (folder,):
        for name, discovered in tree.below(path):
            try:
                pairs.setdefault(name, tree.pair(name, discovered=discovered))
            except InputError as error:
                unread.append((error, discovered))
    return Found(_with_renames([pairs[name] for name in sorted(pairs)]), tuple(unread))


class _Tree:
    """The repository around a folder: names count from its top, as in git."""

    __slots__ = ("_files", "_folder", "_prefix", "_revision", "_top")

    def __init__(self, revision: str, folder: str) -> None:
        self._revision = revision
        self._folder = folder
        self._top = top_level(folder)
        shown = demand(folder, folder, "rev-parse", "--show-prefix")
        self._prefix = os.fsdecode(shown.rstrip(b"\n"))
        self._files = frozenset(files_at(revision, folder=folder))

    def below(self, path: str) -> list[tuple[str, bool]]:
        """Return the names that a path stands for, each with whether it was merely found there."""
        name = self._name(path)
        below = "" if name == "." else f"{name}/"
        was_folder = any(known.startswith(below) for known in self._files)
        if name in self._files or not (is_folder(path) or was_folder):
            return [(name, False)]
        now = {self._name(found) for found in candidates(path)} if is_folder(path) else set()
        was = {known for known in self._files if known.startswith(below) and is_policy_name(Path(known).name)}
        return [(found, True) for found in sorted(now | was)]

    def pair(self, name: str, *, discovered: bool) -> Pair:
        old = None
        if name in self._files:
            old = read_revision(self._revision, name, folder=self._folder)
        path = self._path(name)
        new = read_file(path) if old is None or os.path.lexists(path) else None
        return Pair(old, new, discovered)

    def _name(self, path: str) -> str:
        """Return what git calls a path that the user gave."""
        if Path(path).is_absolute():
            return Path(os.path.relpath(path, self._top)).as_posix()
        inside = path if self._folder == "." else os.path.relpath(path, self._folder)
        return normpath(self._prefix + Path(inside).as_posix())

    def _path(self, name: str) -> str:
        """Return how the user reaches a name from here."""
        from_here = os.path.relpath(name, self._prefix or ".")
        return from_here if self._folder == "." else str(Path(self._folder, from_here))


def _with_renames(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    removed = [pair for pair in pairs if pair.new is None]
    added = [pair for pair in pairs if pair.old is None]
    if not removed or not added or len(removed) * len(added) > _MOST_COMPARED:
        return tuple(pairs)
    gone: set[int] = set()
    became: dict[int, Pair] = {}
    for _, old, new in sorted(_alike(removed, added), key=lambda found: -found[0]):
        if id(old) not in gone and id(new) not in became:
            gone.add(id(old))
            became[id(new)] = Pair(old.old, new.new, new.discovered and old.discovered)
    return tuple(became.get(id(pair), pair) for pair in pairs if id(pair) not in gone)


def _alike(removed: Iterable[Pair], added: Sequence[Pair]) -> list[tuple[float, Pair, Pair]]:
    from difflib import SequenceMatcher

    found = []
    for old in removed:
        for new in added:
            before, after = _lines(old.old), _lines(new.new)
            likeness = SequenceMatcher(None, before, after, autojunk=False)
            if likeness.quick_ratio() >= _ALIKE and likeness.ratio() >= _ALIKE:
                found.append((likeness.ratio(), old, new))
    return found


def _lines(source: SourceText | None) -> list[str]:
    return [] if source is None else source.text.splitlines()
