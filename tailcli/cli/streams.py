"""The two streams: answers on standard output, talk on standard error; a closed pipe is no fault."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tailcli.inputs.errors import InputError
from tailcli.report.escape import first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO


def prepare() -> None:
    """Let what a stream's encoding lacks be written as escapes, and drop what is for a closed one."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def answer(text: str) -> None:
    """Write to standard output; the reader may be gone.

    Raises:
        InputError: if it cannot be written for another reason, such as a full disk.
    """
    _write(sys.stdout, text)


def talk(line: str) -> None:
    """Write a line to standard error, whatever it holds made printable."""
    _write(sys.stderr, f"{first(line)}\n")


@contextmanager
def progress(names: Sequence[str], seconds: float = 2) -> Iterator[None]:
    """Say on a terminal that work goes on, once it has taken long; the next output takes its place."""
    if len(names) != 1 or not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    timer = Timer(seconds, _show_progress, (names[0],))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _hide_progress()


_shown: list[str] = []


def _show_progress(name: str) -> None:
    line = f"tailcli {name} is at work ..."
    _shown.append(line)
    sys.stderr.write(line)
    sys.stderr.flush()


def _hide_progress() -> None:
    if _shown:
        line = _shown.pop()
        sys.stderr.write(f"\r{' ' * len(line)}\r")
        sys.stderr.flush()


def _write(stream: TextIO, text: str) -> None:
    _hide_progress()
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _let_go(stream)
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise _unwritable(error) from error


def fault_of_output(error: OSError) -> InputError | None:
    """Return what is wrong with standard output if an error came of that, None if it came of something else.

    The help is written by the framework: what it raises does not tell which file could not be written.
    """
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError:
        _let_go(sys.stdout)
        return _unwritable(error)
    return None


def _let_go(stream: TextIO) -> None:
    """Give what is still buffered somewhere to go: without this the interpreter complains at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _unwritable(error: OSError) -> InputError:
    reason = (error.strerror or "unknown reason").lower()
    return InputError("standard output", f"cannot be written: {reason}")
