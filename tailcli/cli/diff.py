"""``tailcli diff``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from tailcli.cli import exits, streams
from tailcli.cli.configuring import ConfigOption, IsolatedOption, settings_given
from tailcli.cli.diff_facts import Facts, known_today
from tailcli.cli.diff_gates import Asked, GateKeeper
from tailcli.cli.diff_input import Question, Versions, compared
from tailcli.cli.diff_options import (
    BaseOption,
    DevicesOption,
    ExpandOption,
    ExpectOption,
    FailOn,
    FailOnOption,
    GateOption,
    LogOption,
    MergeBaseOption,
)
from tailcli.cli.forge import forge_folders
from tailcli.cli.inventory_input import listed
from tailcli.cli.words import gate_words
from tailcli.config.settings import FileKind
from tailcli.diff.model import Verdict
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import STDIN
from tailcli.report.diff.formats import SHOWING_JUDGEMENT, SHOWING_TESTS, DiffFormat, View, render
from tailcli.report.diff.outline import Grouping
from tailcli.report.style import ColorChoice, style_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.cli.diff_gates import Ruled
    from tailcli.cli.diff_input import Compared
    from tailcli.config.configuration import DiffSettings
    from tailcli.diff.expect import Judgement
    from tailcli.diff.suggest import Suggestion

HELP = """Show who gains and who loses access between two versions of a policy.

OLD and NEW are files, - for the standard input, or REV:PATH for a version in git. Without them, or with
PATHs alone, the working tree is compared with HEAD or with the revision that an option names; a folder
stands for the policy files in it, new, removed and renamed ones too.

\b
Examples:
  tailcli diff old.hujson new.hujson
  tailcli diff HEAD~3:policy.hujson policy.hujson
  tailcli diff
  tailcli diff --merge-base origin/main --format markdown
  tailcli diff --devices devices.json --devices users.json --expand
  tailcli diff --log 10 policy.hujson
  tailcli diff --base main --expect pull-request.txt policy.hujson
  tailcli diff --merge-base origin/main --gate lockout --gate new-broad-access
  tailcli diff --fail-on widened --base main policy.hujson

\b
Exit codes:
  0  identical, or nothing of what follows
  1  a difference that --fail-on names, a finding of a gate that --gate or the
     settings name, a broken guardrail, or not the change that --expect names
  2  wrong usage, an input that cannot be read, or a syntax error in a version
"""


def command(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[OLD NEW] | [PATH]...", show_default=False)
    ] = None,
    *,
    base: BaseOption = None,
    merge_base: MergeBaseOption = None,
    log: LogOption = None,
    devices: DevicesOption = None,
    output: Annotated[DiffFormat, typer.Option("--format", help="How to print it.")] = DiffFormat.TEXT,
    by: Annotated[Grouping, typer.Option(help="What rows are told together under.")] = Grouping.CAUSE,
    expand: ExpandOption = False,
    expect: ExpectOption = None,
    gate: GateOption = None,
    fail_on: FailOnOption = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Never exit with 1.")] = False,
    suggest_tests: Annotated[
        bool, typer.Option("--suggest-tests", help="Print tests and sshTests that pin the change.")
    ] = False,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    kind: Annotated[FileKind, typer.Option(help="What sort of file it is.")] = FileKind.WHOLE,
    stdin_filename: Annotated[
        str, typer.Option(metavar="NAME", help="The name to show for the standard input.")
    ] = "<stdin>",
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Compare, print, and exit by the verdict."""
    style = style_for(sys.stdout, color, os.environ)
    asked = _asked(config, gate_words(gate), kind, isolated=isolated)
    lists = _lists(devices, paths, expect)
    if log is not None:
        _refuse_bases((base, merge_base, expect))
        _log(paths or [], log, asked, lists, View(style), output)
        raise typer.Exit
    if suggest_tests and output not in SHOWING_TESTS:
        raise typer.BadParameter("--suggest-tests needs --format text or markdown")
    keeper = GateKeeper(asked)
    facts = Facts(keeper, listed(lists))
    question = Question(
        tuple(paths or ()), base, merge_base, stdin_filename, kind, keeper.changes_settings, facts
    )
    found = compared(question)
    judgement = None if expect is None else _judged(found, expect)
    ruled = _ruled(found, keeper, judgement)
    told = tuple(one.gated for one in ruled), _suggested(found) if suggest_tests else ()
    _answer(found, output, View(style, by, expand, judgement, *told, forge_folders()))
    code = exits.CLEAN if exit_zero else _code(found, judgement, ruled, asked.gates, fail_on)
    raise typer.Exit(exits.UNUSABLE if found.failed else code)


def _refuse_bases(given: tuple[str | None, ...]) -> None:
    """Refuse what a history has no place for."""
    if any(one is not None for one in given):
        raise typer.BadParameter("--log compares each version with the one before: no base, no --expect")


def _lists(devices: list[str] | None, paths: list[str] | None, expect: str | None) -> tuple[str, ...]:
    """Return the lists to read; of all inputs only one can be the standard input."""
    if [*(devices or ()), *(paths or ()), *([expect] if expect else ())].count(STDIN) > 1 and devices:
        raise typer.BadParameter("the standard input can be one input only", param_hint="--devices")
    return tuple(devices or ())


def _asked(config: list[str] | None, gates: tuple[str, ...], kind: FileKind, *, isolated: bool) -> Asked:
    file, overrides = settings_given(config)
    return Asked(file, overrides, isolated, gates, kind)


def _ruled(found: Compared, keeper: GateKeeper, judgement: Judgement | None) -> list[Ruled]:
    pairs = zip(found.diffs, found.versions, strict=True)
    return [keeper.rule(diff, versions, judgement, found.base) for diff, versions in pairs]


def _suggested(found: Compared) -> tuple[Suggestion, ...]:
    from tailcli.diff.suggest import suggest_tests

    pairs = zip(found.diffs, found.versions, strict=True)
    return tuple(
        suggest_tests(diff, versions.new, versions.known)
        for diff, versions in pairs
        if versions.new is not None
    )


def _answer(found: Compared, output: DiffFormat, view: View) -> None:
    if found.diffs or not found.failed:
        streams.answer(render(found.diffs, output, view))
    for line in (*found.talk, *_said(view.judgement, output)):
        streams.talk(line)


def _code(
    found: Compared,
    judgement: Judgement | None,
    ruled: Sequence[Ruled],
    gates: tuple[str, ...],
    fail_on: FailOn | None,
) -> int:
    """Return 1 for what a gate fails; with an announcement or gates, differences alone are no failure."""
    if any(one.gated.fails for one in ruled):
        return exits.FOUND
    if judgement is not None:
        return exits.CLEAN if judgement.is_met else exits.FOUND
    pairs = zip(found.diffs, ruled, strict=True)
    return max(
        (code_for([d.verdict], fail_on or _usual(r.said, gates)) for d, r in pairs), default=exits.CLEAN
    )


def _usual(said: DiffSettings, gates: tuple[str, ...]) -> FailOn:
    """Return which difference fails where no flag says so."""
    if said.fail_on is not None:
        return FailOn(said.fail_on)
    return FailOn.NEVER if gates or said.gates is not None else FailOn.ANY


def _log(
    paths: list[str], most: int, asked: Asked, lists: tuple[str, ...], view: View, output: DiffFormat
) -> None:
    from tailcli.cli.diff_log import history, only_policy, rendered

    if len(paths) > 1:
        raise typer.BadParameter("--log shows the history of one file")
    keeper = GateKeeper(asked) if asked.gates or asked.file or asked.overrides else None
    path = paths[0] if paths else only_policy()
    found = history(path, most, keeper, known_today(lists, asked, path))
    streams.answer(rendered(found.steps, output, view.style))
    for line in found.talk:
        streams.talk(line)


def _judged(found: Compared, path: str) -> Judgement:
    """Hold the change to the statements of a file (or - for the standard input)."""
    from tailcli.diff.expect import judge
    from tailcli.diff.statements import StatementError, read_statements
    from tailcli.inputs.files import read_any

    if len(found.versions) > 1:
        raise typer.BadParameter("statements are about one policy file: name it", param_hint="--expect")
    source = read_any(path)
    try:
        statements = read_statements(source)
    except StatementError as error:
        raise InputError(error.place, error.reason) from error
    versions = found.versions[0] if found.versions else Versions(None, None)
    return judge(versions.old, versions.new, statements, source.name, versions.known)


def _said(judgement: Judgement | None, output: DiffFormat) -> Iterable[str]:
    if judgement is None or output in SHOWING_JUDGEMENT:
        return ()
    from tailcli.report.diff.judgements import lines

    return lines(judgement)


def code_for(verdicts: Iterable[Verdict], fail_on: FailOn) -> int:
    """Return the exit code for the verdicts of a run."""
    found = set(verdicts)
    return exits.FOUND if found & _failing(fail_on) else exits.CLEAN


def _failing(fail_on: FailOn) -> set[Verdict]:
    match fail_on:
        case FailOn.ANY:
            return set(Verdict) - {Verdict.IDENTICAL}
        case FailOn.WIDENED:
            return {Verdict.WIDER, Verdict.BOTH}
        case FailOn.NARROWED:
            return {Verdict.NARROWER, Verdict.BOTH}
        case FailOn.NEVER:
            return set()
        case _:
            assert_never(fail_on)
