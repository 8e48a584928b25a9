"""The formats of a diff, each with the module that renders it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, assert_never

from tailcli.report.diff.outline import Grouping
from tailcli.report.style import PLAIN
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.diff.expect import Judgement
    from tailcli.diff.gates import Gated
    from tailcli.diff.model import AccessDiff
    from tailcli.diff.suggest import Suggestion
    from tailcli.report.paths import Folders
    from tailcli.report.style import Style


class DiffFormat(Enum):
    """The values of ``--format``."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    GITHUB = "github"
    MERMAID = "mermaid"
    DOT = "dot"
    CSV = "csv"


class View(NamedTuple):
    """How a reader wants to see it, and what is said beside the diffs.

    Attributes:
        style: colour and width, for text.
        by: what rows are told together under.
        expand: whether to show people instead of groups.
        judgement: whether the change is what was announced; text, markdown and json show it.
        gates: what the gates find in each of the diffs; all but the pictures and the spreadsheet show it.
        suggested: tests that pin each of the diffs, where they were asked for; text and markdown show them.
        folders: where the names of files count from, for annotations.
    """

    style: Style = PLAIN
    by: Grouping = Grouping.CAUSE
    expand: bool = False
    judgement: Judgement | None = None
    gates: tuple[Gated, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    folders: Folders | None = None


SHOWING_JUDGEMENT = (DiffFormat.TEXT, DiffFormat.MARKDOWN, DiffFormat.JSON)
"""The formats that have a place for a judgement."""


SHOWING_TESTS = (DiffFormat.TEXT, DiffFormat.MARKDOWN)
"""The formats that have a place for suggested tests."""


USUAL = View()


def render(diffs: Sequence[AccessDiff], chosen: DiffFormat, view: View = USUAL) -> str:
    """Return diffs in a format; only the module of that format is loaded."""
    match chosen:
        case DiffFormat.TEXT:
            from tailcli.report.diff import text

            page = text.render(diffs, view.style, by=view.by, expand=view.expand, gates=view.gates)
            page += "".join(text.suggested(one, view.style) for one in view.suggested)
            return page + text.judged(view.judgement, view.style)
        case DiffFormat.MARKDOWN:
            return _markdown(diffs, view)
        case DiffFormat.JSON:
            from tailcli.report.diff import records

            return records.render_json(diffs, view.judgement, view.gates)
        case DiffFormat.JSONL:
            from tailcli.report.diff import records

            return records.render_jsonl(diffs, view.gates)
        case DiffFormat.GITHUB:
            from tailcli.report.diff import annotations

            return annotations.render(diffs, view.gates, view.folders)
        case DiffFormat.MERMAID:
            from tailcli.report.diff import graph

            return graph.render_mermaid(diffs)
        case DiffFormat.DOT:
            from tailcli.report.diff import graph

            return graph.render_dot(diffs)
        case DiffFormat.CSV:
            from tailcli.report.diff import spreadsheet

            return spreadsheet.render(diffs)
        case _:
            assert_never(chosen)


def _markdown(diffs: Sequence[AccessDiff], view: View) -> str:
    from tailcli.report.diff import markdown

    page = markdown.render(diffs, by=view.by, expand=view.expand, judgement=view.judgement, gates=view.gates)
    for one in view.suggested:
        page += markdown.suggested(one, markdown.LIMIT - len(page))
    return page
