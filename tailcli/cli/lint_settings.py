"""The options of ``tailcli lint`` that choose settings."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from tailcli.cli.exits import FailOn
from tailcli.config.settings import FileKind
from tailcli.findings.model import Persona

FailOnOption: TypeAlias = Annotated[
    FailOn | None, typer.Option("--fail-on", help="The least severity that makes the exit code 1 (warning).")
]
SelectOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="RULES", help="Run these rules only: codes, beginnings of codes, names, families."),
]
IgnoreOption: TypeAlias = Annotated[
    list[str] | None, typer.Option(metavar="RULES", help="Do not run these rules.")
]
PersonaOption: TypeAlias = Annotated[Persona | None, typer.Option(help="Whose rules to run (default).")]
KindOption: TypeAlias = Annotated[FileKind | None, typer.Option(help="What sort of file it is (whole).")]

NoIgnoresOption: TypeAlias = Annotated[
    bool, typer.Option("--no-ignores", help="Report what comments in the files silence as well.")
]
