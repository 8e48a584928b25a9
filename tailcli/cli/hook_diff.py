"""``tailcli hook diff``: the access change of what is about to be committed or pushed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tailcli import api
from tailcli.cli import exits, streams
from tailcli.cli.diff import code_for
from tailcli.cli.diff_facts import Facts
from tailcli.cli.diff_gates import Asked, GateKeeper
from tailcli.cli.diff_input import Versions, readable
from tailcli.cli.diff_options import FailOn
from tailcli.inputs.discovery import looks_like_policy
from tailcli.inputs.errors import InputError
from tailcli.inputs.staged import between, changed, staged
from tailcli.report.diff.formats import DiffFormat, View, render
from tailcli.report.diff.outline import Grouping
from tailcli.report.style import ColorChoice, style_for
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tailcli.diff.model import AccessDiff
    from tailcli.inputs.staged import Range
    from tailcli.inputs.versions import Pair
    from tailcli.policy.model import Policy
    from tailcli.source.text import SourceText

HELP = """Show the access change of what is staged, or between PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF.

It informs, and fails only for a broken guardrail, for gates that the settings of the version before name, for
what --fail-on names, or where a staged policy has a syntax error.
"""


def command(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE...", show_default=False)] = None,
    *,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Which difference fails the hook.")
    ] = FailOn.NEVER,
    by: Annotated[Grouping, typer.Option(help="What rows are told together under.")] = Grouping.CAUSE,
    expand: Annotated[
        bool, typer.Option("--expand", help="Show every row, and people instead of groups.")
    ] = False,
    color: Annotated[ColorChoice, typer.Option(help="When to use colour.")] = ColorChoice.AUTO,
) -> None:
    """Compare what is staged with HEAD, print, and exit by the verdict if that was asked for."""
    keeper = GateKeeper(Asked())
    found = _compared(changed(_range(os.environ), files or ()), Facts(keeper))
    pairs = zip(found.diffs, found.versions, strict=True)
    gates = tuple(keeper.rule(diff, versions).gated for diff, versions in pairs)
    view = View(style_for(sys.stdout, color, os.environ), by, expand, gates=gates)
    streams.answer(render(found.diffs, DiffFormat.TEXT, view))
    for line in found.talk:
        streams.talk(line)
    differs = code_for((diff.verdict for diff in found.diffs), fail_on)
    code = exits.FOUND if any(gated.fails for gated in gates) else differs
    raise typer.Exit(exits.UNUSABLE if found.failed else code)


def _range(environment: Mapping[str, str]) -> Range:
    old = environment.get("PRE_COMMIT_FROM_REF")
    new = environment.get("PRE_COMMIT_TO_REF")
    return between(old, new) if old and new else staged()


class _Found(NamedTuple):
    diffs: tuple[AccessDiff, ...]
    versions: tuple[Versions, ...]
    talk: tuple[str, ...]
    failed: bool


def _compared(pairs: Iterable[Pair], facts: Facts) -> _Found:
    diffs: list[AccessDiff] = []
    versions: list[Versions] = []
    talk: list[str] = []
    failed = False
    for pair in pairs:
        if not _is_policy(pair):
            continue
        try:
            new = _readable(pair.new)
        except InputError as error:
            talk.append(f"error: {error}")
            failed = True
            continue
        try:
            old = _readable(pair.old, new)
        except InputError as error:
            # What was wrong before is being put right: that must not hold up the commit.
            talk.append(f"not compared, the version before cannot be read: {error}")
            continue
        versions.append(facts.added(Versions(old, new)))
        diffs.append(api.diff(old, new, inventory=versions[-1].known))
    return _Found(tuple(diffs), tuple(versions), tuple(talk), failed)


def _readable(source: SourceText | None, beside: Policy | None = None) -> Policy | None:
    return None if source is None else readable(source, beside)


def _is_policy(pair: Pair) -> bool:
    """Say whether a file is, or was, meant as a policy."""
    sources = [source for source in (pair.old, pair.new) if source is not None]
    return any(
        source.name.lower().endswith(".hujson") or looks_like_policy(api.load(source)) for source in sources
    )
