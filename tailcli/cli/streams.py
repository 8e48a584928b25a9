"""The two streams: answers on standard output, talk on standard error; a closed pipe is no fault."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from tailcli.report.escape import first

if TYPE_CHECKING:
    from typing import TextIO


def prepare() -> None:
    """Let what the streams' encoding lacks be written as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def answer(text: str) -> None:
    """Write to standard output; the reader may be gone."""
    _write(sys.stdout, text)


def talk(line: str) -> None:
    """Write a line to standard error, whatever it holds made printable."""
    _write(sys.stderr, f"{first(line)}\n")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # What is still buffered has nowhere to go; without this the interpreter complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
