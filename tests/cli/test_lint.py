"""``tailcli lint``: inputs, formats, streams and exit codes."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

CLEAN = '{"groups": {}}'
INFO = '{"Groups": {}}'
ERROR = '{"group": {}}'
SELECT = ("--select", "TP0")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("clean", CLEAN), ("info", INFO), ("error", ERROR), ("broken", "{")):
        (tmp_path / f"{name}.hujson").write_text(text)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "fail_on", "code"),
    [
        ("clean", "info", 0),
        ("info", "warning", 0),
        ("info", "info", 1),
        ("error", "error", 1),
        ("error", "never", 0),
        ("broken", "warning", 1),
    ],
)
def test_exit_codes(tailcli: Tailcli, name: str, fail_on: str, code: int) -> None:
    assert tailcli("lint", f"{name}.hujson", "--fail-on", fail_on, *SELECT).code == code


@pytest.mark.usefixtures("folder")
def test_findings_go_to_one_stream_and_talk_to_the_other(tailcli: Tailcli) -> None:
    found = tailcli("lint", "broken.hujson")
    assert "broken.hujson:1:1 error TP001 hujson-syntax" in found.out
    assert "were not run" in found.err or "was not run" in found.err
    assert "not run" not in found.out


@pytest.mark.usefixtures("folder")
def test_formats(tailcli: Tailcli) -> None:
    concise = tailcli("lint", "error.hujson", "--format", "concise", *SELECT).out
    assert concise.startswith("error.hujson:1:2: error TP020 ")
    assert len(concise.splitlines()) == 1
    findings = json.loads(tailcli("lint", "error.hujson", "--format", "json", *SELECT).out)["findings"]
    assert [finding["code"] for finding in findings] == ["TP020"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [(), (".",)])
def test_a_folder_stands_for_its_policies(tailcli: Tailcli, arguments: tuple[str, ...], folder: Path) -> None:
    (folder / "acl-of-something-else.json").write_text('{"name": "x"}')
    found = json.loads(tailcli("lint", *arguments, "--format", "json", *SELECT).out)
    # A file that has no known section is not taken for a policy when it was merely found.
    assert found["summary"]["files"] == 2
    assert {finding["file"] for finding in found["findings"]} == {"info.hujson"}


def test_a_folder_without_a_policy(tailcli: Tailcli, tmp_path: Path) -> None:
    found = tailcli("lint", str(tmp_path))
    assert (found.code, found.out) == (2, "")
    assert "no policy file found in this folder" in found.err


@pytest.mark.usefixtures("folder")
def test_an_unreadable_input_does_not_keep_the_others_from_being_linted(tailcli: Tailcli) -> None:
    found = tailcli("lint", "absent.hujson", "info.hujson", "--format", "concise", *SELECT)
    assert found.code == 2
    assert found.err == "error: absent.hujson: no such file\n"
    assert found.out.startswith("info.hujson:1:2: info TP014 ")


def test_a_discovered_policy_that_cannot_be_read_fails_the_run(tailcli: Tailcli, folder: Path) -> None:
    (folder / "bad.hujson").write_bytes(b"\xff\xfe")
    (folder / "oracle.json").write_bytes(b"\x00\x01")
    found = tailcli("lint", *SELECT)
    assert found.code == 2
    assert "error: bad.hujson: the file is UTF-16" in found.err
    assert "passed over: oracle.json: " in found.err


def test_standard_input_under_a_name(tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ERROR.encode())))
    found = tailcli("lint", "-", "--stdin-filename", "my.hujson", "--format", "concise", *SELECT)
    assert (found.code, found.out.split(":")[0]) == (1, "my.hujson")


@pytest.mark.usefixtures("folder")
def test_an_unknown_rule_is_an_error_with_the_nearest_name(tailcli: Tailcli) -> None:
    found = tailcli("lint", "clean.hujson", "--ignore", "key-cases")
    assert (found.code, found.out) == (2, "")
    assert "no rule is called 'key-cases'; did you mean key-case?" in found.err


@pytest.mark.usefixtures("folder")
def test_several_rules_in_one_option(tailcli: Tailcli) -> None:
    arguments = ("--format", "concise", "--select", "key-case, TP02", "--fail-on", "never")
    found = tailcli("lint", "info.hujson", "error.hujson", *arguments)
    assert [line.split()[2] for line in found.out.splitlines()] == ["TP014", "TP020"]


@pytest.mark.usefixtures("folder")
def test_colour_can_be_asked_for(tailcli: Tailcli) -> None:
    assert "\x1b[" in tailcli("lint", "error.hujson", "--color", "always").out
    assert "\x1b[" not in tailcli("lint", "error.hujson").out


def test_the_name_of_a_file_cannot_command_the_terminal(tailcli: Tailcli, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.hujson"
    path.write_text(ERROR)
    found = tailcli("lint", str(path), str(path) + ".absent")
    assert "\x1b" not in found.out + found.err


def test_findings_can_go_to_a_file(tailcli: Tailcli, folder: Path) -> None:
    target = folder / "report.sarif"
    target.write_text("old")
    ran = tailcli("lint", "error.hujson", "--format", "sarif", "--output-file", "report.sarif", *SELECT)
    assert (ran.code, ran.out) == (1, "")
    (run,) = json.loads(target.read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["TP020"]
    assert [path.name for path in folder.iterdir() if path.suffix == ".tmp"] == []


def test_a_file_holds_no_colour_unless_it_is_asked_for(tailcli: Tailcli, folder: Path) -> None:
    target = folder / "report.txt"
    for color, coloured in (("auto", False), ("always", True)):
        tailcli("lint", "error.hujson", "--output-file", "report.txt", "--color", color, *SELECT)
        assert ("\x1b[" in target.read_text("utf-8")) == coloured
        assert "\x1b]8" not in target.read_text("utf-8")


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_written_is_said(tailcli: Tailcli) -> None:
    ran = tailcli("lint", "clean.hujson", "--output-file", "no/such/report.txt")
    assert ran.code == 2
    assert "no/such/report.txt: cannot be written" in ran.err


def test_forges_are_told_paths_from_the_current_folder_on(tailcli: Tailcli, folder: Path) -> None:
    ran = tailcli("lint", str(folder / "error.hujson"), "--format", "gitlab", *SELECT)
    assert json.loads(ran.out)[0]["location"]["path"] == "error.hujson"
    ran = tailcli("lint", "error.hujson", "clean.hujson", "--format", "github", *SELECT)
    assert ran.out.startswith("::error file=error.hujson,title=TP020 unknown-field,line=1,endLine=1,col=2,")
