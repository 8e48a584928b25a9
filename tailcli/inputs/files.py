"""Reading policy files: a path, the standard input, or a version in git, all by one function."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.inputs.decoding import decode
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO

    from tailcli.source.text import SourceText

POLICY_LIMIT = 10 * 1024 * 1024
STDIN = "-"

# A shell's process substitution is a pipe that one reads by a path.
_PIPE_FOLDERS = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")


def read_any(spec: str, *, stdin_name: str = "<stdin>") -> SourceText:
    """Read a policy from ``FILE``, ``-`` (the standard input) or ``REV:PATH`` (a version in git).

    What exists as a file is read as a file, whatever its name looks like.

    Raises:
        InputError: if it cannot be read, is no UTF-8 text, or is larger than 10 MiB.
    """
    if spec == STDIN:
        return read_stdin(stdin_name)
    if is_version(spec):
        from tailcli.inputs.git import read_revision

        revision, _, path = spec.partition(":")
        return read_revision(revision, path)
    return read_file(spec)


def is_version(spec: str) -> bool:
    """Return whether a word is read as ``REV:PATH``: it has a colon, and no file is called so."""
    return ":" in spec and not os.path.lexists(spec) and not _is_drive(spec)


def in_git(spec: str) -> tuple[str, str] | None:
    """Return revision and path of ``REV:PATH``, from the top; None for a file, and for what is staged."""
    revision, colon, path = spec.partition(":")
    if not colon or not revision or not is_version(spec):
        return None
    if not path.startswith(("./", "../")):
        return revision, path
    from tailcli.inputs.git import repository_path

    return revision, repository_path(path)


def _is_drive(spec: str) -> bool:
    return os.name == "nt" and spec[1:2] == ":"


def read_stdin(name: str = "<stdin>", limit: int = POLICY_LIMIT) -> SourceText:
    """Read the standard input, under the name that findings are to show."""
    return decode(name, _limited(name, sys.stdin.buffer, limit))


def read_file(path: str, limit: int = POLICY_LIMIT) -> SourceText:
    """Read a file as text; see ``read_any`` for what it raises."""
    return decode(path, read_bytes(path, limit))


def read_bytes(path: str, limit: int) -> bytes:
    """Read a regular file of at most ``limit`` bytes.

    Raises:
        InputError: if there is no such file, it is no regular file, may not be read, or is too large.
    """
    try:
        _demand_regular(path, Path(path).stat().st_mode)
        with Path(path).open("rb") as stream:
            return _limited(path, stream, limit)
    except (OSError, ValueError) as error:
        raise InputError(path, _reason(error)) from error


def is_folder(path: str) -> bool:
    """Return whether a path is a folder; one that cannot be looked at is none."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def _demand_regular(path: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise InputError(path, "is a directory, not a file")
    if not stat.S_ISREG(mode) and not path.startswith(_PIPE_FOLDERS):
        raise InputError(path, "is not a regular file")


def _limited(name: str, stream: BinaryIO, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(name, f"larger than the limit of {size(limit)}")
    return data


def size(limit: int) -> str:
    """Return a number of bytes for people: ``10 MiB``."""
    mebi = 1024 * 1024
    return f"{limit // mebi} MiB" if limit % mebi == 0 else f"{limit} bytes"


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError):
        return (error.strerror or "cannot be read").lower()
    return "the name is not a valid path"
