"""Every example of docs/diff.md is run, and prints what stands there."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.inputs.test_git import git

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "diff.md"
CONSOLE = re.compile(r"(```console\n\$ tailcli ([^\n]*)\n)(.*?)(```\n)", re.DOTALL)
PYTHON = re.compile(r"(```python\n)(.*?)(```\n\n```text\n)(.*?)(```\n)", re.DOTALL)
HISTORY = (
    ("policy", "Begin"),
    ("dev-secrets", "Tidy up"),
    ("broken", "Reformat"),
    ("policy", "Repair"),
    ("member-leaves", "Clean up the comments"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the fixtures, in which each commit has the same id everywhere."""
    for name in ("derp", "pairs"):
        shutil.copytree(ROOT / "fixtures" / name, tmp_path / name)
    (tmp_path / "announced.txt").write_text("Access-Change: none\n")
    git(tmp_path, "init", "-q", "-b", "main")
    for number, (name, subject) in enumerate(HISTORY, 1):
        # Short texts of the history's own would do, but these are the ones of the other examples.
        for role in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{role}_DATE", f"2026-01-0{number}T00:00:00Z")
        shutil.copy(tmp_path / "derp" / f"{name}.hujson", tmp_path / "policy.hujson")
        git(tmp_path, "add", "policy.hujson")
        git(tmp_path, "commit", "-q", "-m", subject)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def brief(text: str) -> str:
    """Ids of commits depend on the fixtures to the last blank, so they stand as letters in the page."""
    return re.sub(r"^[0-9a-f]{7,}", "1a2b3c4", text, flags=re.MULTILINE)


@pytest.mark.usefixtures("folder")
def test_every_example_prints_what_it_says(tailcli: Tailcli) -> None:
    text = PAGE.read_text("utf-8")
    assert len(CONSOLE.findall(text)) >= 5

    def run(match: re.Match[str]) -> str:
        head, line, _, tail = match.groups()
        found = tailcli(*shlex.split(line))
        assert found.code in {0, 1}, found.err
        return f"{head}{brief(found.out)}{tail}"

    def execute(match: re.Match[str]) -> str:
        head, code, middle, _, tail = match.groups()
        with redirect_stdout(io.StringIO()) as printed:
            exec(code, {})
        return f"{head}{code}{middle}{printed.getvalue()}{tail}"

    actual = PYTHON.sub(execute, CONSOLE.sub(run, text))
    if os.environ.get("TAILCLI_UPDATE_GOLDEN") == "1":
        PAGE.write_text(actual, encoding="utf-8")
    assert actual == PAGE.read_text("utf-8")


def test_the_row_that_the_page_takes_apart_is_in_an_example() -> None:
    text = PAGE.read_text("utf-8")
    (row,) = re.findall(r"## A row\n\n```text\n(.*?)```", text, re.DOTALL)
    shown = "".join(match[2] for match in CONSOLE.findall(text))
    assert all(line in shown for line in row.splitlines())
