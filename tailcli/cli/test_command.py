"""``tailcli test``."""

from __future__ import annotations

import os
import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from tailcli.cli import exits, streams
from tailcli.cli.configuring import ConfigOption, IsolatedOption, configurations
from tailcli.cli.policy_input import load_policy
from tailcli.report.style import ColorChoice, style_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.policytests.coverage import RuleCoverage
    from tailcli.policytests.results import Run, Status

HELP = """Run a policy's own tests and sshTests offline, as the control plane would judge them.

POLICY is a policy file, a version in git (REV:PATH), or - for the standard input. A test passes, fails, or
is unknown: then it turns on something that the policy does not hold, which is named. A list of devices or
users (from Tailscale's API, `tailscale status --json` or headscale) tells more, and so do [groups] and
[roles] of tailcli.toml, which for a version in git is that of its revision.

\b
Examples:
  tailcli test policy.hujson
  tailcli test policy.hujson --devices devices.json --strict
  tailcli test policy.hujson --coverage
  tailcli test policy.hujson --format junit > tests.xml

\b
Exit codes:
  0  no test failed
  1  a test failed, or with --strict: one is unknown
  2  wrong usage, or an input that cannot be used
"""


class TestFormat(Enum):
    """The values of ``--format``."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"


def command(
    policy: Annotated[str, typer.Argument(metavar="POLICY", show_default=False)],
    *,
    devices: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="A list of devices or users; give several if need be."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let an unknown test be a failure.")] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="List access rules that no test exercises or would miss.")
    ] = False,
    output: Annotated[
        TestFormat, typer.Option("--format", help="How to print the results.")
    ] = TestFormat.TEXT,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Run the tests, print, and exit by how they ended."""
    from tailcli import api

    loaded = load_policy(policy, devices or [], configurations(config, isolated=isolated), stdin_filename)
    run = api.run_tests(loaded.policy, inventory=loaded.inventory)
    covered = api.test_coverage(run) if coverage else None
    streams.answer(_rendered(run, covered, output, color, strict=strict))
    raise typer.Exit(_code(run.status, strict=strict))


def _code(status: Status, *, strict: bool) -> int:
    from tailcli.policytests.results import Status

    failing = {Status.FAIL, Status.UNKNOWN} if strict else {Status.FAIL}
    return exits.FOUND if status in failing else exits.CLEAN


def _rendered(
    run: Run,
    covered: Sequence[RuleCoverage] | None,
    output: TestFormat,
    color: ColorChoice,
    *,
    strict: bool,
) -> str:
    from tailcli.report import tests_json, tests_junit, tests_text

    match output:
        case TestFormat.TEXT:
            return tests_text.render(run, covered, style_for(sys.stdout, color, os.environ))
        case TestFormat.JSON:
            return tests_json.render(run, covered)
        case TestFormat.JUNIT:
            return tests_junit.render(run, strict=strict)
        case _:
            assert_never(output)
