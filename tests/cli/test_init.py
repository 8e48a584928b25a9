"""Setting a repository up, looking at it, completing words, and saying that work goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tailcli.cli import streams
from tailcli.cli.init import TEMPLATES
from tests.ci.repository import Repository, environment, fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

PATHS = [template.path for template in TEMPLATES]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = Repository(tmp_path / "repository")
    monkeypatch.chdir(repository.folder)
    return repository


def test_init_writes_at_the_top_and_never_over_a_file(
    here: Repository, tailcli: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("below/x", "")
    here.write(".pre-commit-config.yaml", "repos: []\n")
    monkeypatch.chdir(here.folder / "below")
    done = tailcli("init")
    assert done.code == 0
    assert (here.folder / ".pre-commit-config.yaml").read_text("utf-8") == "repos: []\n"
    assert "kept .pre-commit-config.yaml" in done.err
    assert "- id: tailcli-lint" in done.out
    written = {path: (here.folder / path).read_bytes() for path in PATHS}
    assert tailcli("init").code == 0
    assert {path: (here.folder / path).read_bytes() for path in PATHS} == written
    assert not (here.folder / "below" / "tailcli.toml").exists()


def test_a_dry_run_shows_everything_and_writes_nothing(
    here: Repository, tailcli: Callable[..., Outcome]
) -> None:
    done = tailcli("init", "--dry-run")
    assert done.code == 0
    assert all(f"would write {path}:" in done.out for path in PATHS)
    assert [path.name for path in here.folder.iterdir()] == [".git"]


@pytest.mark.parametrize(
    ("branch", "shown"), [("trunk", "trunk"), ("a/b-1", "a/b-1"), ("x]y", "main"), ("a#b", "main")]
)
def test_the_workflow_runs_on_the_branch_of_the_repository(
    here: Repository, tailcli: Callable[..., Outcome], branch: str, shown: str
) -> None:
    here.git("symbolic-ref", "HEAD", f"refs/heads/{branch}")
    assert f"branches: [{shown}]" in tailcli("init", "--dry-run").out


def test_a_link_to_nowhere_is_not_written_through(here: Repository, tailcli: Callable[..., Outcome]) -> None:
    (here.folder / "tailcli.toml").symlink_to(here.folder.parent / "elsewhere")
    assert tailcli("init").code == 0
    assert not (here.folder.parent / "elsewhere").exists()


def test_the_bare_command_tells_what_is_here(here: Repository, tailcli: Callable[..., Outcome]) -> None:
    empty = tailcli()
    assert (empty.code, "Commands:" in empty.out, "tailcli init" in empty.err) == (0, True, True)
    here.write("policy.hujson", fixture("policy"))
    here.write("broken.hujson", fixture("broken"))
    told = tailcli()
    assert told.code == 0
    assert "policy.hujson: 4 grants, 1 SSH rule, 1 group, 3 tags, 6 tests" in told.out
    assert "broken.hujson: 1 syntax error" in told.out
    assert "tailcli init --dry-run" in told.out
    tailcli("init")
    assert "nothing yet" not in tailcli().out
    assert "tailcli init" not in tailcli().out


def completed(words: str, shell: str = "bash") -> list[str]:
    asked = {
        "_TAILCLI_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    command = [sys.executable, "-m", "tailcli"]
    done = subprocess.run(command, env=environment(**asked), capture_output=True, text=True, check=False)
    return done.stdout.split()


def test_words_are_completed() -> None:
    assert completed("tailcli li") == ["lint"]
    assert {"--fail-on", "--format"} <= set(completed("tailcli lint --f"))
    assert "sarif" in completed("tailcli lint --format s")
    assert "hook" not in completed("tailcli h")


def test_long_work_says_so_on_a_terminal_and_the_next_output_takes_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with streams.progress(("lint",), seconds=0):
        time.sleep(0.2)
        streams.answer("found\n")
    told = capsys.readouterr()
    assert told.out == "found\n"
    assert told.err.startswith("tailcli lint is at work ...\r")
    assert told.err.endswith("\r")
    with streams.progress(("lint",)):
        pass
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    with streams.progress(("lint",), seconds=0):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="a pipe is no terminal anywhere, a mode is not everywhere")
def test_a_folder_that_cannot_be_written_is_one_error(
    here: Repository, tailcli: Callable[..., Outcome]
) -> None:
    here.write(".github", "a file where a folder should be")
    done = tailcli("init")
    assert (done.code, "Traceback" in done.err) == (2, False)
