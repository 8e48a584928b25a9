"""``tailcli init``."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from tailcli.cli import streams
from tailcli.inputs.errors import InputError
from tailcli.report.escape import terminal
from tailcli.source.tuples import NamedTuple

HELP = """Set up a repository: settings, the pre-commit entry, a workflow for GitHub.

Writes tailcli.toml, .pre-commit-config.yaml and .github/workflows/tailnet-policy.yml at the top of the
repository. A file that exists is never touched: what to add to it is shown.

\b
Examples:
  tailcli init --dry-run
  tailcli init

\b
Exit codes:
  0  written, or there was nothing to write
  2  wrong usage, or a file that cannot be written
"""

_TEMPLATES = Path(__file__).with_name("templates")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_REPOSITORY = "https://github.com/tailcli/tailcli"


class Template(NamedTuple):
    """A file to write: where, from what, and what to say if there is one already."""

    path: str
    source: str
    instead: str


TEMPLATES = (
    Template("tailcli.toml", "tailcli.toml", ""),
    Template(
        ".pre-commit-config.yaml",
        "pre-commit-config.yaml",
        "add this to its `repos`, where it is not there yet:",
    ),
    Template(".github/workflows/tailnet-policy.yml", "tailnet-policy.yml", ""),
)


def command(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would be.")] = False,
) -> None:
    """Write what is not there, and say what to do next."""
    top = _top()
    branch = _branch(top)
    written = [_one(Path(top), template, branch, dry_run=dry_run) for template in TEMPLATES]
    if any(written) and not dry_run:
        streams.talk("next: tailcli lint; pre-commit install; then commit these files")


def filled(source: str, branch: str = "main") -> str:
    """Return the text of a template, for a repository whose main branch is called so."""
    from importlib.metadata import version

    values = {
        "@PROJECT@": _REPOSITORY,
        "@ACTION@": _REPOSITORY.removeprefix("https://github.com/"),
        "@VERSION@": version("tailcli"),
        "@BRANCH@": branch,
    }
    text = (_TEMPLATES / source).read_text("utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _one(top: Path, template: Template, branch: str, *, dry_run: bool) -> bool:
    """Write one file, and return whether there was none."""
    path = top / template.path
    text = filled(template.source, branch)
    if os.path.lexists(path):
        streams.talk(f"kept {template.path}: it is there already")
        if template.instead and "tailcli-lint" not in _text(path):
            entry = text.partition("repos:\n")[2]
            streams.answer(f"{template.path}: {template.instead}\n{entry}")
        return False
    if dry_run:
        streams.answer(f"would write {template.path}:\n\n{_indented(text)}\n")
        return True
    from tailcli.inputs.writing import create_text

    _make_folder(path.parent)
    create_text(str(path), text)
    streams.answer(f"wrote {template.path}\n")
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(path), "the folder cannot be made") from error


def _indented(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in map(terminal, text.splitlines()))


def _top() -> str:
    from tailcli.inputs.git import GitError, top_level

    try:
        return top_level()
    except GitError:
        return "."


def _branch(top: str) -> str:
    """Return the name of the branch that is checked out, if a workflow can hold it as it is."""
    from tailcli.inputs.git import GitError, ask

    try:
        found = ask(top, top, "symbolic-ref", "--short", "--quiet", "HEAD")
    except GitError:
        found = None
    name = (found or b"").decode("utf-8", "replace").strip()
    return name if _BRANCH.fullmatch(name) else "main"
