"""``tailcli lint``: settings files, flags, and which of them wins."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

POLICY = '{"Groups": {}, "group": {}}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "policy.hujson").write_text(POLICY)
    return tmp_path


def found(tailcli: Tailcli, *arguments: str) -> list[tuple[str, str]]:
    out = tailcli("lint", "policy.hujson", "--format", "concise", *arguments).out
    return [(line.split()[2], line.split()[1].rstrip(":")) for line in out.splitlines()]


def test_a_settings_file_is_found_and_obeyed(tailcli: Tailcli, folder: Path) -> None:
    (folder / "tailcli.toml").write_text('select = ["TP014"]\n[severity]\nTP014 = "error"\n')
    assert found(tailcli) == [("TP014", "error")]
    assert ("TP020", "error") in found(tailcli, "--isolated")


def test_flags_beat_the_file(tailcli: Tailcli, folder: Path) -> None:
    (folder / "tailcli.toml").write_text('select = ["TP014"]\n')
    assert found(tailcli, "--select", "TP020") == [("TP020", "error")]
    assert found(tailcli, "--config", "select=TP020") == [("TP020", "error")]
    assert found(tailcli, "--ignore", "syntax") == []


def test_settings_of_one_file(tailcli: Tailcli, folder: Path) -> None:
    (folder / "tailcli.toml").write_text(
        'select = ["TP0"]\n[files."p*.hujson"]\nignore = ["unknown-field"]\n'
    )
    assert found(tailcli) == [("TP014", "info")]


def test_the_severity_that_fails(tailcli: Tailcli, folder: Path) -> None:
    arguments = ("lint", "policy.hujson", "--select", "TP014")
    assert tailcli(*arguments).code == 0
    (folder / "tailcli.toml").write_text('fail-on = "info"')
    assert tailcli(*arguments).code == 1
    assert tailcli(*arguments, "--fail-on", "never").code == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--config", "persna=x"), "persna: unknown key; did you mean 'persona'?"),
        (("--config", "absent.toml"), "error: absent.toml: no such file"),
        (("--config", "a.toml", "--config", "b.toml"), "two settings files: a.toml and b.toml"),
    ],
)
def test_wrong_settings_end_the_run(tailcli: Tailcli, arguments: tuple[str, ...], message: str) -> None:
    outcome = tailcli("lint", "policy.hujson", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


def test_a_wrong_file_ends_the_run_at_its_line(tailcli: Tailcli, folder: Path) -> None:
    (folder / "tailcli.toml").write_text('# us\nignore = ["key-cases"]\n')
    outcome = tailcli("lint", "policy.hujson")
    assert (outcome.code, outcome.out) == (2, "")
    assert (
        "error: tailcli.toml:2: ignore[0]: no rule is called 'key-cases'; did you mean 'key-case'?"
        in outcome.err
    )


@pytest.mark.usefixtures("folder")
def test_toml_is_loaded_only_for_a_settings_file(tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert tailcli("lint", "policy.hujson").code == 1
