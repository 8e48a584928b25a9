"""The options of ``tailcli lint`` that say what is to be done with what is found."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from tailcli.source.tuples import NamedTuple

FixOption: TypeAlias = Annotated[
    bool, typer.Option("--fix", help="Make the fixes that provably change nobody's access.")
]
UnsafeOption: TypeAlias = Annotated[
    bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: also those that change what it means.")
]
DiffOption: TypeAlias = Annotated[
    bool, typer.Option("--diff", help="Write nothing; print what --fix or --add-suppressions would change.")
]
SuppressOption: TypeAlias = Annotated[
    bool, typer.Option("--add-suppressions", help="Write a comment that silences it beside each finding.")
]
ReasonOption: TypeAlias = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="The reason to write into those comments.")
]
BaselineOption: TypeAlias = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="Report only what is not in this baseline.")
]
WriteBaselineOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--write-baseline", metavar="FILE", help="Write all findings as a baseline; exit with 0."),
]
OutputFileOption: TypeAlias = Annotated[
    str | None, typer.Option("--output-file", metavar="FILE", help="Print the findings to this file instead.")
]
StatisticsOption: TypeAlias = Annotated[
    bool, typer.Option("--statistics", help="Print how often each rule found something instead.")
]


class Changes(NamedTuple):
    """What the user wants to have written."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    suppress: bool = False
    reason: str = ""


def changes_of(changes: Changes) -> Changes | None:
    """Return what is to be written, or None if nothing is.

    Raises:
        typer.BadParameter: for options that mean nothing together.
    """
    if changes.unsafe and not (changes.fix or changes.diff):
        raise typer.BadParameter("it goes with --fix or --diff", param_hint="--unsafe-fixes")
    if changes.suppress and (changes.fix or changes.unsafe):
        raise typer.BadParameter("fix first, then add suppressions", param_hint="--add-suppressions")
    if changes.reason and not changes.suppress:
        raise typer.BadParameter("it goes with --add-suppressions", param_hint="--reason")
    return changes if changes.fix or changes.diff or changes.suppress else None
