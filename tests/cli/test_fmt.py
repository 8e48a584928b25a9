"""``tailcli fmt``: files in place, the standard input, --check and --diff."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tailcli.hujson.format import format_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

ROUGH = '{"groups":{"group:dev":["alice@example.com"]}} // developers\n'
NEAT = '{"groups": {"group:dev": ["alice@example.com"]}} // developers\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rough.hujson").write_text(ROUGH)
    (tmp_path / "neat.hujson").write_text(NEAT)
    return tmp_path


def test_files_are_formatted_in_place(tailcli: Tailcli, folder: Path) -> None:
    outcome = tailcli("fmt")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "formatted rough.hujson\n1 of 2 files formatted\n"
    assert (folder / "rough.hujson").read_text() == NEAT == format_text(NEAT)
    assert tailcli("fmt").err == "0 of 2 files formatted\n"


def test_check_writes_nothing(tailcli: Tailcli, folder: Path) -> None:
    outcome = tailcli("fmt", "--check")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "would format rough.hujson\n1 of 2 files would be formatted\n"
    assert tailcli("fmt", "--check", "neat.hujson").code == 0
    assert (folder / "rough.hujson").read_text() == ROUGH


def test_diff_writes_nothing(tailcli: Tailcli, folder: Path) -> None:
    outcome = tailcli("fmt", "--diff")
    assert outcome.code == 1
    assert f"-{ROUGH}+{NEAT}" in outcome.out
    assert tailcli("fmt", "--diff", "neat.hujson").out == ""
    assert (folder / "rough.hujson").read_text() == ROUGH


@pytest.mark.parametrize(("text", "code"), [(ROUGH, 0), ("{", 2)])
def test_the_standard_input(tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch, text: str, code: int) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    outcome = tailcli("fmt", "-", "--stdin-filename", "my.hujson")
    assert outcome.code == code
    assert outcome.out == ("" if code else NEAT)
    assert outcome.err == ("error: my.hujson:1:1: This `{` is never closed; not formatted\n" if code else "")


def test_a_file_with_syntax_errors_is_left(tailcli: Tailcli, folder: Path) -> None:
    (folder / "broken.hujson").write_text('{"groups": [')
    outcome = tailcli("fmt")
    assert outcome.code == 2
    assert "error: broken.hujson:1:12: " in outcome.err
    assert (folder / "broken.hujson").read_text() == '{"groups": ['
    assert (folder / "rough.hujson").read_text() == NEAT


@pytest.mark.usefixtures("folder")
def test_a_version_in_git_cannot_be_written(tailcli: Tailcli) -> None:
    assert tailcli("fmt", "HEAD:rough.hujson").code == 2


@pytest.mark.usefixtures("folder")
def test_the_standard_input_stands_alone(tailcli: Tailcli) -> None:
    outcome = tailcli("fmt", "-", "rough.hujson")
    assert (outcome.code, outcome.out) == (2, "")
    assert "stands alone" in outcome.err
