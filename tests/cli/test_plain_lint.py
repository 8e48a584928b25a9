"""The short way of ``tailcli lint`` takes the calls that it can, and answers as the long way does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tailcli.cli.application import application
from tailcli.cli.exits import FailOn
from tailcli.cli.plain_lint import PlainCall, plain_call, run_plainly
from tailcli.report.formats import FindingFormat

FIXTURES = Path(__file__).parents[2] / "fixtures"
BROKEN = str(FIXTURES / "derp" / "broken.hujson")
CLEAN = str(FIXTURES / "derp" / "policy.hujson")


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["lint"], PlainCall((".",))),
        (["lint", "a", "b"], PlainCall(("a", "b"))),
        (["lint", "-"], PlainCall(("-",))),
        (["lint", "--format", "concise", "a"], PlainCall(("a",), FindingFormat.CONCISE)),
        (
            ["lint", "a", "--format=json", "--fail-on=never"],
            PlainCall(("a",), FindingFormat.JSON, FailOn.NEVER),
        ),
        (["lint", "--fail-on", "error", "a"], PlainCall(("a",), fail_on=FailOn.ERROR)),
    ],
)
def test_calls_that_it_takes(arguments: list[str], call: PlainCall) -> None:
    assert plain_call(arguments) == call


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["validate", "a"],
        ["--version"],
        ["lint", "--help"],
        ["lint", "--fix", "a"],
        ["lint", "--format", "nonsense", "a"],
        ["lint", "--format"],
        ["lint", "--fail-on=", "a"],
        ["lint", "--", "-a"],
    ],
)
def test_calls_that_it_leaves(arguments: list[str]) -> None:
    assert plain_call(arguments) is None


@pytest.mark.parametrize("options", [[], ["--format", "concise"], ["--format=json"], ["--fail-on", "error"]])
@pytest.mark.parametrize("paths", [[BROKEN], [CLEAN], [BROKEN, CLEAN], ["no-such-file"]])
def test_both_ways_answer_alike(
    paths: list[str], options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call = plain_call(["lint", *options, *paths])
    assert call is not None
    code = run_plainly(call)
    printed = capsys.readouterr()
    long = CliRunner().invoke(application(["lint"]), ["lint", *options, *paths])
    assert (code, printed.out, printed.err) == (long.exit_code, long.stdout, long.stderr)


def test_it_does_without_the_framework() -> None:
    code = (
        "import sys; from tailcli.cli.main import run\n"
        f"try: run(['lint', {CLEAN!r}])\n"
        "except SystemExit: print('typer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False"
