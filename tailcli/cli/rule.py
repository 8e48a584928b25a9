"""``tailcli rule``."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from tailcli.cli import streams
from tailcli.cli.words import unknown_rule
from tailcli.findings.registry import RULES, find_rule

if TYPE_CHECKING:
    from tailcli.findings.rule import Rule

_WIDEST = 100

HELP = """Print the manual page of a rule, or the table of all rules.

\b
Examples:
  tailcli rule
  tailcli rule TP101
  tailcli rule undefined-group --format json

\b
Exit codes:
  0  printed
  2  there is no such rule
"""


class PageFormat(Enum):
    """The values of ``--format``."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def command(
    rule: Annotated[
        str | None, typer.Argument(metavar="[CODE|NAME]", help="A rule.", show_default=False)
    ] = None,
    *,
    output: Annotated[PageFormat, typer.Option("--format", help="How to print it.")] = PageFormat.TEXT,
) -> None:
    """Find the rule and print what the format asks for."""
    if rule is None:
        streams.answer(_all(output))
        return
    found = find_rule(rule)
    if found is None:
        raise unknown_rule(rule)
    if output is PageFormat.TEXT and sys.stdout.isatty():
        _on_terminal(found)
        return
    streams.answer(_one(found, output))


def _all(output: PageFormat) -> str:
    from tailcli.report import rule_pages

    if output is PageFormat.JSON:
        return rule_pages.as_json(RULES)
    if output is PageFormat.MARKDOWN:
        return "\n".join(map(rule_pages.markdown, RULES))
    return rule_pages.table(RULES)


def _one(rule: Rule, output: PageFormat) -> str:
    from tailcli.report import rule_pages

    if output is PageFormat.JSON:
        return rule_pages.as_json((rule,))
    return rule_pages.markdown(rule) if output is PageFormat.MARKDOWN else rule_pages.plain(rule)


def _on_terminal(rule: Rule) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    from tailcli.report.rule_pages import markdown

    # The rules' language is JSON with comments; the terminal's own colours are readable on its background.
    text = markdown(rule).replace("```jsonc", "```json")
    console = Console()
    console.print(Markdown(text, code_theme="ansi_dark"), width=min(console.width, _WIDEST))
