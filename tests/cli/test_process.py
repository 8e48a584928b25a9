"""What only a process of its own shows: what is loaded, closed pipes, odd encodings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tailcli.cli import main

FIXTURE = Path(__file__).parents[2] / "fixtures" / "derp" / "policy.hujson"
SLOW_TO_LOAD = ("rich", "jsonschema", "deepdiff", "tomllib", "email", "asyncio", "dataclasses")
LOADED = """
import sys
from tailcli.cli.main import run
try:
    run(sys.argv[1:])
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    command = [sys.executable, "-c", LOADED, *arguments]
    return set(subprocess.run(command, capture_output=True, text=True, check=False).stderr.split())


def test_lint_loads_nothing_that_it_does_not_need() -> None:
    modules = loaded("lint", str(FIXTURE))
    assert "tailcli.lint.runner" in modules
    assert {name for name in SLOW_TO_LOAD if name in modules} == set()
    others = ("validate", "rule", "schema")
    assert {f"tailcli.cli.{name}" for name in others} & modules == set()
    assert not any(name.startswith("tailcli.schema") for name in modules)
    assert "tailcli.inputs.git" not in modules


def test_validate_loads_the_validator_and_help_does_not() -> None:
    assert "jsonschema" in loaded("validate", str(FIXTURE))
    assert "jsonschema" not in loaded("--help")


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "policy.hujson"
    path.write_text('{"groups": {' + ", ".join(f'"name{n}": 1' for n in range(3000)) + "}}")
    command = [sys.executable, "-m", "tailcli", "lint", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "command",
    [
        ["lint", str(FIXTURE)],
        ["diff", "--exit-zero", str(FIXTURE), str(FIXTURE)],
        ["--help"],
        ["--version"],
        ["diff", "--help"],
        ["--show-completion", "bash"],
    ],
)
def test_a_full_disk_is_an_error_in_one_line(command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        run = [sys.executable, "-m", "tailcli", *command]
        found = subprocess.run(run, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert found.returncode == 2
    assert found.stderr == "error: standard output: cannot be written: no space left on device\n"


def test_an_error_that_is_not_of_the_output_stays_what_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_names: object) -> None:
        raise OSError(28, "something else")

    monkeypatch.setattr(main, "_application", broken)
    with pytest.raises(OSError, match="something else"):
        main.run(["compile"])
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_fault(closed: str) -> None:
    script = f'exec "$0" -m tailcli diff "$1" "$1" {closed}'
    run = ["/bin/sh", "-c", script, sys.executable, str(FIXTURE)]
    found = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


def test_a_terminal_without_unicode_gets_escapes(tmp_path: Path) -> None:
    path = tmp_path / "policy.hujson"
    path.write_text('{"größe": 1}', encoding="utf-8")
    command = [sys.executable, "-X", "utf8=0", "-m", "tailcli", "lint", str(path)]
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PATH": ""}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert done.returncode == 1
    assert b"gr\\xf6\\xdfe" in done.stdout
