"""Write what the documentation shows of the program: output of commands, the picture, the manual page.

    .venv/bin/python scripts/build_docs.py

In the pages, every block marked ``console`` is a line ``$ tailcli ...`` and what it prints, in the folder
of the project. A test compares all of it with the program as it is.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/usage.md", "docs/ci.md")
PICTURE = "docs/images/diff.svg"
MANUAL = "docs/tailcli.1"
SHOWN = "tailcli diff fixtures/derp/policy.hujson fixtures/derp/dev-secrets.hujson"

_CONSOLE = re.compile(r"^```console\n\$ (tailcli[^\n]*)\n.*?^```$", re.MULTILINE | re.DOTALL)


def output(line: str, **more: str) -> str:
    """Return what a command answers."""
    arguments = [sys.executable, "-m", "tailcli", *shlex.split(line)[1:]]
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env={**environment, "PYTHONIOENCODING": "utf-8", **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def page(text: str) -> str:
    """Return a page with its blocks as the program prints them now."""
    return _CONSOLE.sub(lambda found: f"```console\n$ {found[1]}\n{output(found[1])}```", text)


def picture() -> str:
    """Return a picture of a terminal that shows a run; it asks no other machine for fonts."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=110, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(f"$ {SHOWN}"))
    console.print(Text.from_ansi(output(f"{SHOWN} --color always").rstrip()))
    drawn = console.export_svg(title="tailcli diff", unique_id="tailcli")
    drawn = re.sub(r"@font-face \{.*?\}\n", "", drawn, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


def manual() -> str:
    """Return the manual page, made from the help of every command."""
    from tailcli.cli.main import COMMANDS

    parts = [
        '.TH TAILCLI 1 "" "tailcli" "User Commands"',
        ".SH NAME",
        r"tailcli \- lint tailnet policy files and show who gains and who loses access when they change",
        ".SH SYNOPSIS",
        r"\fBtailcli\fR \fICOMMAND\fR [\fIOPTION\fR]... [\fIARGUMENT\fR]...",
    ]
    for name in COMMANDS:
        parts += [f".SH {name.upper()}", ".nf", _roff(output(f"tailcli {name} --help", COLUMNS="78")), ".fi"]
    ends = ".SH EXIT STATUS\n0: nothing found. 1: something found. 2: wrong usage or an unusable input."
    seen = ".SH ENVIRONMENT\nNO_COLOR, FORCE_COLOR and TERM=dumb decide on colour; an option beats them."
    return "\n".join([*parts, ends, seen, ""])


def _roff(text: str) -> str:
    escaped = text.rstrip().replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in escaped.splitlines())


def written() -> dict[str, str]:
    """Return every file that this script writes, with its text."""
    files = {name: page((ROOT / name).read_text("utf-8")) for name in PAGES}
    return {**files, PICTURE: picture(), MANUAL: manual()}


def main() -> None:
    """Write them."""
    for name, text in written().items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
