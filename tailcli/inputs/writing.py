"""Writing a policy back to its file: all of it or nothing, and never over what was written meanwhile."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def replace_text(path: str, before: str, after: str) -> None:
    """Write ``after`` to a file whose text was ``before``, as UTF-8 and otherwise character by character.

    The file is replaced in one step, so no reader ever sees half of it. Its mode stays; of a symbolic link
    the file that it leads to is replaced.

    Raises:
        InputError: if the file no longer holds ``before``, or cannot be written.
    """
    with _as_input_error(path):
        target = Path(path).resolve()
        mode = target.stat().st_mode
        _demand_writable(path, target, mode)
        with _beside(target, after.encode(), stat.S_IMODE(mode)) as made:
            if target.read_bytes() != before.encode():
                raise InputError(path, "changed while it was worked on, so it was not overwritten")
            made.replace(target)


def create_text(path: str, text: str) -> None:
    """Write a text to a file, new or not, in one step.

    Raises:
        InputError: if it cannot be written.
    """
    with _as_input_error(path):
        target = Path(path).resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        with _beside(target, text.encode(), mode) as made:
            made.replace(target)


def _demand_writable(path: str, target: Path, mode: int) -> None:
    """Refuse what replacing would change although its owner has closed it to writing."""
    if not stat.S_ISREG(mode):
        raise InputError(path, "is not a regular file, so it was not written")
    if not os.access(target, os.W_OK):
        raise InputError(path, "no permission to write it")


@contextlib.contextmanager
def _beside(target: Path, data: bytes, mode: int | None) -> Iterator[Path]:
    """Give a complete file in the folder of the target; it is gone afterwards unless it was moved."""
    made = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with made.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            made.chmod(mode)
        yield made
    finally:
        made.unlink(missing_ok=True)


@contextlib.contextmanager
def _as_input_error(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "the reason is unknown").lower()
        raise InputError(path, f"cannot be written: {reason}") from error
