"""A diff as a graph of who gains and loses what: Mermaid for Markdown, DOT for Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.rights_words import uses
from tailcli.diff.model import Change, Lane
from tailcli.report.counts import number
from tailcli.report.diff.words import End, party_words
from tailcli.report.escape import terminal
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.diff.model import AccessDiff, Row

# Mermaid draws nothing at all above 500 edges or 50,000 characters.
MOST_EDGES = 450
MOST_CHARACTERS = 45_000
_LONGEST = 160


class _Edge(NamedTuple):
    source: str
    destination: str
    change: Change


class _Drawing(NamedTuple):
    """Edges with what stands at them, and how many more there are than can be drawn."""

    edges: dict[_Edge, str]
    left_out: int
    undrawn_rows: int


def render_mermaid(diffs: Sequence[AccessDiff]) -> str:
    """Return a flowchart: thick arrows are gained, dotted ones lost, thin ones on other terms."""
    drawing = _drawing(diffs)
    names = _names(drawing.edges)
    lines = ["flowchart LR"]
    lines += [f'  {name}["{_mermaid(text)}"]' for text, name in names.items()]
    lines += [
        f'  {names[edge.source]} {_ARROWS[edge.change]}|"{edge.change.value} {_mermaid(label)}"| '
        f"{names[edge.destination]}"
        for edge, label in drawing.edges.items()
    ]
    lines += [f'  note{place}["{_mermaid(text)}"]' for place, text in enumerate(_notes(drawing), 1)]
    return "\n".join(lines) + "\n"


_ARROWS = {Change.GAINED: "==>", Change.LOST: "-.->", Change.CHANGED: "-->"}


def render_dot(diffs: Sequence[AccessDiff]) -> str:
    """Return a directed graph: green edges are gained, red dashed ones lost, blue ones on other terms."""
    drawing = _drawing(diffs)
    names = _names(drawing.edges)
    lines = ["digraph access {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [f'  "{name}" [label="{_dot(text)}"];' for text, name in names.items()]
    lines += [
        f'  "{names[edge.source]}" -> "{names[edge.destination]}" '
        f'[label="{edge.change.value} {_dot(label)}", {_STROKES[edge.change]}];'
        for edge, label in drawing.edges.items()
    ]
    lines += [
        f'  "note{place}" [shape=note, label="{_dot(text)}"];'
        for place, text in enumerate(_notes(drawing), 1)
    ]
    return "\n".join([*lines, "}"]) + "\n"


_STROKES = {
    Change.GAINED: 'color="darkgreen", penwidth=2',
    Change.LOST: 'color="red", style=dashed',
    Change.CHANGED: 'color="blue"',
}


def _drawing(diffs: Iterable[AccessDiff]) -> _Drawing:
    labels: dict[_Edge, list[str]] = {}
    undrawn = 0
    for diff in diffs:
        for row in diff.rows:
            undrawn += not (row.sources and row.destinations)
            for source in row.sources:
                for destination in row.destinations:
                    edge = _Edge(
                        party_words(source, End.SOURCE),
                        party_words(destination, End.DESTINATION),
                        row.change,
                    )
                    labels.setdefault(edge, []).append(f"{_lane(row)} {uses(row.rights, expand=False)}")
    kept: dict[_Edge, str] = {}
    room = MOST_CHARACTERS
    for edge, said in labels.items():
        label = _shortened("; ".join(dict.fromkeys(said)))
        room -= _size(edge, label)
        if room > 0 and len(kept) < MOST_EDGES:
            kept[edge] = label
    return _Drawing(kept, len(labels) - len(kept), undrawn)


def _shortened(label: str) -> str:
    """Cut a long label at its end: what it begins with counts most, and the middle of a list says nothing."""
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"


def _lane(row: Row) -> str:
    """Return the lane, and of latent access that it takes a step, and what it leads to if not to traffic."""
    lane = row.lane.value
    if row.lane is not Lane.LATENT:
        return lane
    if row.leads_to is None or row.leads_to is Lane.NETWORK:
        return _FURTHER
    return f"{_FURTHER} {row.leads_to.value}"


_FURTHER = "by a further step:"


def _size(edge: _Edge, label: str) -> int:
    return sum(len(_mermaid(text)) for text in (edge.source, edge.destination, label)) + 40


def _names(edges: Iterable[_Edge]) -> dict[str, str]:
    texts = dict.fromkeys(text for edge in edges for text in (edge.source, edge.destination))
    return {text: f"n{place}" for place, text in enumerate(texts, 1)}


def _notes(drawing: _Drawing) -> Iterator[str]:
    if drawing.left_out:
        yield f"{number(drawing.left_out, 'more arrow')} not drawn"
    if drawing.undrawn_rows:
        yield f"not drawn: {number(drawing.undrawn_rows, 'row')} without a source or a destination"
    if not drawing.edges and not drawing.left_out:
        yield "no access gained or lost"


def _mermaid(text: str) -> str:
    """Write every character that Mermaid or HTML could read as more than itself as its code."""
    return "".join(
        character if character.isalnum() or character in _HARMLESS else f"#{ord(character)};"
        for character in terminal(text, _LONGEST)
    )


_HARMLESS = frozenset(" :.,-_/*@()+")


def _dot(text: str) -> str:
    return terminal(text, _LONGEST).replace("\\", "\\\\").replace('"', '\\"')
