"""``tailcli action``: what the steps of ``action.yml`` run. The help does not list it.

Everything that a step is told comes from the environment, nothing from words of a shell line. A step writes
its exit code as its output ``code``, so that the next steps run all the same; the last ends with the worst.
"""

from __future__ import annotations

import os
from enum import Enum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from tailcli.ci.event import read_event
from tailcli.ci.revisions import base_revision
from tailcli.ci.workflow import said, write_outputs, write_summary
from tailcli.cli import exits, streams
from tailcli.inputs.errors import InputError
from tailcli.inputs.history import short
from tailcli.report.workflow_commands import Level
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.ci.event import Event

HELP = """Run a step of the GitHub action; action.yml says what it reads from the environment.

\b
Examples:
  tailcli action lint
  tailcli action end

\b
Exit codes:
  0  the step ran: its own code is the output "code"
  1  for "end": something was found
  2  for "end": an input cannot be used
"""


class Part(Enum):
    """The steps."""

    LINT = "lint"
    TEST = "test"
    DIFF = "diff"
    END = "end"


class Job(NamedTuple):
    """What a step works on.

    Attributes:
        environment: what it is told.
        event: what started the workflow.
        base: the old side of a change; None where nothing is to be merged.
        paths: the files and folders to look at.
        config: a settings file, or None.
        lists: lists of devices and users.
    """

    environment: Mapping[str, str]
    event: Event
    base: str | None
    paths: tuple[str, ...]
    config: str | None
    lists: tuple[str, ...] = ()

    def told(self, name: str) -> str:
        """Return an input of the action; empty where it is not given."""
        return self.environment.get(name, "").strip()


class Result(NamedTuple):
    """How a step ended: its code, what it sets as outputs and what it adds to the summary."""

    code: int
    outputs: Mapping[str, str]
    summary: str


def command(part: Annotated[Part, typer.Argument(show_default=False)]) -> None:
    """Run a step, and report how it ended."""
    if part is Part.END:
        raise typer.Exit(_worst(os.environ))
    try:
        result = _run(part, job_of(os.environ))
    except InputError as error:
        streams.answer(said(Level.ERROR, f"tailcli {part.value}", str(error)))
        result = Result(exits.UNUSABLE, {"said": "could not be run"}, "")
    write_summary(os.environ, result.summary)
    write_outputs(os.environ, {**result.outputs, "code": str(result.code)})


def job_of(environment: Mapping[str, str]) -> Job:
    """Return what a step works on.

    Raises:
        InputError: if the event or its base cannot be used.
    """
    event = read_event(environment)
    base = short(base_revision(event, environment)) if event.is_change else None
    config = environment.get("TAILCLI_CONFIG", "").strip() or None
    paths, lists = (_lines(environment.get(name, "")) for name in ("TAILCLI_PATHS", "TAILCLI_DEVICES"))
    return Job(environment, event, base, paths, config, lists)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _run(part: Part, job: Job) -> Result:
    match part:
        case Part.LINT:
            from tailcli.cli.action_lint import lint_step

            return lint_step(job)
        case Part.TEST:
            from tailcli.cli.action_test import test_step

            return test_step(job)
        case Part.DIFF:
            from tailcli.cli.action_diff import diff_step

            return diff_step(job)
        case Part.END:
            raise AssertionError(part)
        case _:
            assert_never(part)


def _worst(environment: Mapping[str, str]) -> int:
    """Return the worst code of the steps that ran; one that should have and told nothing is a failure."""
    told = environment.get("TAILCLI_CODES", "").split()
    known = {str(code): code for code in (exits.CLEAN, exits.FOUND, exits.UNUSABLE)}
    return max((known.get(code, exits.UNUSABLE) for code in told), default=exits.UNUSABLE)
