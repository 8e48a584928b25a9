"""The options of ``tailcli diff``."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, TypeAlias

import typer


class FailOn(Enum):
    """The values of ``--fail-on``: which difference makes the exit code 1."""

    ANY = "any"
    WIDENED = "widened"
    NARROWED = "narrowed"
    NEVER = "never"


BaseOption: TypeAlias = Annotated[
    str | None, typer.Option(metavar="REV", help="Compare the working tree with this revision.")
]
MergeBaseOption: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="REV", help="Compare the working tree with the common ancestor of HEAD and REV."),
]
LogOption: TypeAlias = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Show the last N changes of a file in git, a line each; exits 0."),
]
DevicesOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE", help="A list of devices or users, so that rows name them; give several if need be."
    ),
]
ExpandOption: TypeAlias = Annotated[
    bool, typer.Option("--expand", help="Show every row, people instead of groups, and devices.")
]
ExpectOption: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Fail unless the change is exactly what FILE announces."),
]
GateOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULES", help="Fail if these gates find something: codes, names, or all (may be repeated)."
    ),
]
FailOnOption: TypeAlias = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="Which difference makes the exit code 1 (any; with gates, never)."),
]
