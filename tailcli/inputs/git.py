"""What git knows: a file at a revision, the files of a revision, common ancestors, ignored files."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tailcli.inputs.decoding import decode
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import POLICY_LIMIT, size

if TYPE_CHECKING:
    from tailcli.source.text import SourceText


class GitError(InputError):
    """Git is missing, or says no."""


def read_revision(revision: str, path: str, *, folder: str = ".", limit: int = POLICY_LIMIT) -> SourceText:
    """Read a file as it is at a revision; an empty revision is the index.

    As everywhere in git, ``path`` counts from the top of the repository unless it begins with ``./``.

    Raises:
        GitError: if this is no repository, or there is no such revision or path.
        InputError: if the file is too large or no UTF-8 text.
    """
    return decode(f"{revision}:{path}", read_bytes(revision, path, folder=folder, limit=limit))


def read_bytes(revision: str, path: str, *, folder: str = ".", limit: int = POLICY_LIMIT) -> bytes:
    """Return the bytes of a file at a revision; see ``read_revision``, also for what it raises."""
    name = f"{revision}:{path}"
    commit = resolve(revision, folder=folder) if revision else ""
    blob = ask(folder, name, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
    if blob is None:
        raise GitError(name, _absent(revision, path, folder))
    blob_id = blob.decode().strip()
    if demand(folder, name, "cat-file", "-t", blob_id).strip() != b"blob":
        raise GitError(name, "is a directory at that revision, not a file")
    if int(demand(folder, name, "cat-file", "-s", blob_id)) > limit:
        raise InputError(name, f"larger than the limit of {size(limit)}")
    return demand(folder, name, "cat-file", "blob", blob_id)


def _absent(revision: str, path: str, folder: str) -> str:
    where = f"at {revision}" if revision else "in the index"
    if Path(folder, path).exists() and not path.startswith("./"):
        return f"no such path {where} (paths count from the top of the repository; write ./{path} from here)"
    return f"no such path {where}"


def resolve(revision: str, *, folder: str = ".") -> str:
    """Return the full id of the commit that a revision names.

    Raises:
        GitError: if this is no repository, or there is no such revision.
    """
    top_level(folder)
    arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    found = ask(folder, revision, *arguments)
    if found is None:
        raise GitError(revision, f"git knows no such revision{_hint(revision, folder)}")
    return found.decode().strip()


def _hint(revision: str, folder: str) -> str:
    if revision == "HEAD":
        return " (there is no commit yet: name two files, or commit first)"
    return _shallow_hint(folder) or " (git branch --all lists the branches)"


def _shallow_hint(folder: str) -> str:
    if is_shallow(folder=folder):
        return "; this clone is shallow: fetch more of the history (git fetch --deepen=100, or --unshallow)"
    return ""


def is_shallow(*, folder: str = ".") -> bool:
    """Return whether the clone holds only the end of the history."""
    return ask(folder, folder, "rev-parse", "--is-shallow-repository") == b"true\n"


def top_level(folder: str = ".") -> str:
    """Return the top folder of the repository that ``folder`` is in.

    Raises:
        GitError: if it is in none.
    """
    found = ask(folder, folder, "rev-parse", "--show-toplevel")
    if found is None:
        raise GitError(folder, "not inside a git repository")
    return os.fsdecode(found.rstrip(b"\n"))


def repository_path(path: str) -> str:
    """Return a path from here as git says it: from the top of the repository.

    Raises:
        GitError: if this is no repository.
    """
    top = top_level()
    # A link at the end is a file of its own for git.
    folder = Path(path).parent.resolve()
    return Path(os.path.relpath(folder, top), Path(path).name).as_posix()


def path_in_checkout(path: str) -> str | None:
    """Return what git calls a path that is written here, None for one outside of the repository.

    Unlike ``repository_path`` it follows no link of the repository: a change that puts a link in the place of
    a folder does not make the path mean another file.

    Raises:
        GitError: if this is no repository.
    """
    top = Path(top_level()).resolve()
    whole = outside_path(path)
    for folder in reversed((whole, *whole.parents)):
        real = folder.resolve()
        if real.is_relative_to(top):
            return (real.relative_to(top) / whole.relative_to(folder)).as_posix()
    return None


def is_file_at(revision: str, name: str, path: str) -> bool:
    """Tell whether a revision has a file, by its path from the top; ``path`` is what the user called it.

    Raises:
        GitError: if the path leads through a link of that revision: what is behind it is another file's name.
    """
    files = frozenset(files_at(revision))
    link = next((folder for folder in map(str, PurePosixPath(name).parents) if folder in files), None)
    if link is not None:
        raise GitError(path, f"{link} is a link at {revision}: name the file that it leads to")
    return name in files


def outside_path(path: str) -> Path:
    """Return a path from the root, without steps back: those of a link could lead elsewhere."""
    return Path(os.path.normpath(Path.cwd() / path))


def merge_base(one: str, other: str, *, folder: str = ".") -> str:
    """Return the id of the best common ancestor of two revisions.

    Raises:
        GitError: if either is unknown or they have none.
    """
    pair = resolve(one, folder=folder), resolve(other, folder=folder)
    found = ask(folder, one, "merge-base", *pair)
    if found is None:
        raise GitError(f"{one}...{other}", f"the two have no common ancestor{_shallow_hint(folder)}")
    return found.decode().strip()


def files_at(revision: str, *, folder: str = ".") -> tuple[str, ...]:
    """Return the paths of all files of a revision, counted from the top of the repository.

    Raises:
        GitError: if this is no repository, or there is no such revision.
    """
    commit = resolve(revision, folder=folder)
    listed = demand(folder, revision, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    return names(listed)


def files_now(folder: str) -> tuple[str, ...] | None:
    """Return the files in a folder that git does not ignore, relative to it; None outside a repository."""
    try:
        listed = ask(folder, folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except GitError:
        return None
    return None if listed is None else names(listed)


def names(listed: bytes) -> tuple[str, ...]:
    """Return the names in a list in which git ends each with a zero byte."""
    return tuple(os.fsdecode(name) for name in listed.removesuffix(b"\0").split(b"\0")) if listed else ()


def demand(folder: str, name: str, *arguments: str) -> bytes:
    """Return what a git command prints.

    Raises:
        GitError: if it fails; ``name`` is what the user called the thing.
    """
    answer = ask(folder, name, *arguments)
    if answer is None:
        raise GitError(name, f"git {arguments[0]} failed")
    return answer


def ask(folder: str, name: str, *arguments: str) -> bytes | None:
    """Return what a git command prints, or None where it fails."""
    command = ["git", "-C", folder, *arguments]
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        # A list of arguments, no shell; what the user names stands behind --end-of-options.
        done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        raise GitError(name, "git is not installed, or not on the PATH") from error
    except ValueError as error:
        raise GitError(name, "the name holds a character that no revision or path has") from error
    return done.stdout if done.returncode == 0 else None
