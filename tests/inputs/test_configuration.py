"""Where settings come from: upwards from the file, up to the repository's root."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli.config.configuration import DEFAULT_CONFIGURATION
from tailcli.config.settings import FileKind
from tailcli.inputs.configuration import Configurations
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "deep" / "er").mkdir(parents=True)
    (tmp_path / "tailcli.toml").write_text('ignore = ["TP9"]')
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


def ignored(path: str, **options: object) -> tuple[str, ...]:
    return Configurations(**options).find(path).configuration.settings.ignore


@pytest.mark.usefixtures("folder")
def test_nothing_above_the_repository_counts() -> None:
    found = Configurations().find("policy.hujson")
    assert (found.configuration, found.file) == (DEFAULT_CONFIGURATION, None)


def test_without_a_repository_every_folder_above_counts(folder: Path) -> None:
    (folder / ".git").rmdir()
    assert ignored("deep/er/policy.hujson") == ("TP9",)


def test_the_nearest_file_counts(folder: Path) -> None:
    (folder / "tailcli.toml").write_text('ignore = ["TP0"]')
    (folder / "deep" / "pyproject.toml").write_text('[tool.tailcli]\nignore = ["TP1"]')
    assert ignored("policy.hujson") == ("TP0",)
    assert ignored("deep/er/policy.hujson") == ("TP1",)
    (folder / "deep" / "er" / "tailcli.toml").write_text("")
    assert ignored("deep/er/policy.hujson") == ()


@pytest.mark.parametrize("text", ["[tool.ruff]\n", "[project]\ndependencies = ['tailcli']\n", "not toml"])
def test_a_pyproject_that_says_nothing_of_us_is_passed_over(folder: Path, text: str) -> None:
    (folder / "tailcli.toml").write_text('ignore = ["TP0"]')
    (folder / "deep" / "pyproject.toml").write_text(text)
    assert ignored("deep/policy.hujson") == ("TP0",)


@pytest.mark.parametrize(
    "text",
    [
        '[tool.tailcli]\nignore = ["TP1"]',
        ' [ tool . "tailcli" ]\nignore = ["TP1"]',
        '[tool]\ntailcli = {ignore = ["TP1"]}',
        'tool.tailcli.ignore = ["TP1"]',
        'tool = {tailcli = {ignore = ["TP1"]}}',
        '[project]\nname = "x"\r\n["tool".tailcli]\nignore = ["TP1"]',
    ],
)
def test_every_way_to_write_our_table(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text, newline="")
    assert ignored("policy.hujson") == ("TP1",)


def test_ours_comes_before_a_pyproject_beside_it(folder: Path) -> None:
    (folder / "tailcli.toml").write_text('ignore = ["TP0"]')
    (folder / "pyproject.toml").write_text('[tool.tailcli]\nignore = ["TP1"]')
    assert ignored("policy.hujson") == ("TP0",)


def test_isolated_looks_for_nothing(folder: Path) -> None:
    (folder / "tailcli.toml").write_text("broken")
    assert ignored("policy.hujson", isolated=True) == ()
    assert ignored("policy.hujson", isolated=True, overrides={"ignore": ["TP2"]}) == ("TP2",)


def test_a_file_that_is_named_goes_for_all(folder: Path) -> None:
    (folder / "other.toml").write_text('ignore = ["TP3"]')
    (folder / "tailcli.toml").write_text("broken")
    assert ignored("deep/policy.hujson", file="other.toml") == ("TP3",)


def test_what_is_no_file_gets_the_settings_of_the_current_folder(folder: Path) -> None:
    (folder / "tailcli.toml").write_text('ignore = ["TP0"]')
    for name in ("<stdin>", "HEAD~1:deep/policy.hujson", "absent/policy.hujson"):
        assert ignored(name) == ("TP0",)


def test_globs_start_from_the_folder_of_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tailcli.toml").write_text('[files."deep/*.hujson"]\nkind = "fragment"')
    kinds = {"policy.hujson": FileKind.WHOLE, "deep/policy.hujson": FileKind.FRAGMENT}
    assert {path: Configurations().find(path).settings_for(path).kind for path in kinds} == kinds
    monkeypatch.chdir(folder / "deep")
    assert Configurations().find("policy.hujson").settings_for("policy.hujson").kind is FileKind.FRAGMENT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\npersona = "x"', "tailcli.toml:2: persona: expected one of"),
        ("a = ", "tailcli.toml:1: not valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_the_line(folder: Path, text: str, message: str) -> None:
    (folder / "tailcli.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        Configurations().find("deep/policy.hujson")
    assert str(caught.value).startswith(message)


@pytest.mark.usefixtures("folder")
def test_a_named_file_must_be_there_and_about_us() -> None:
    with pytest.raises(InputError, match="no such file"):
        Configurations(file="absent.toml")


def test_a_named_pyproject_must_have_our_table(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.ruff]")
    with pytest.raises(InputError, match=r"no table \[tool.tailcli\]"):
        Configurations(file="pyproject.toml")
