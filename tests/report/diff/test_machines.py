"""The formats for programs: JSON, CSV, GitHub annotations, graphs."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tailcli.diff.expect import Fault, Judgement, Mismatch
from tailcli.diff.model import Lane
from tailcli.report.diff import annotations, graph, history, records, spreadsheet
from tailcli.report.diff.formats import DiffFormat, View, render
from tailcli.report.diff.history import State, Step
from tailcli.report.workflow_commands import MOST_OF_A_LEVEL
from tests.golden import assert_golden
from tests.report.diff import samples

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads((Path(__file__).parents[3] / "schemas" / "diff.schema.json").read_text("utf-8"))
NAMES = {
    DiffFormat.JSON: "full.json",
    DiffFormat.JSONL: "full.jsonl",
    DiffFormat.GITHUB: "full.github",
    DiffFormat.MERMAID: "full.mermaid",
    DiffFormat.DOT: "full.dot",
    DiffFormat.CSV: "full.csv",
}
SMALL = samples.hostile()._replace(rows=samples.hostile().rows[::20])
EVERY = [*samples.DIFFS, samples.hostile()]
JUDGEMENT = Judgement(
    "pr.txt",
    2,
    (
        Mismatch(Fault.COLLATERAL, "+ a -> b tcp:1", samples.new_place(7, "grants[1]")),
        Mismatch(Fault.MISSING, "+ c -> d tcp:1", None, 2),
    ),
)


@pytest.mark.parametrize("chosen", NAMES)
def test_golden(chosen: DiffFormat) -> None:
    assert_golden(GOLDEN / NAMES[chosen], render(samples.DIFFS, chosen))


def fits(document: object) -> None:
    jsonschema.validate(document, SCHEMA)


def test_json_fits_its_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    few = [*samples.DIFFS, SMALL]
    fits(json.loads(records.render_json(few)))
    fits(json.loads(render(few, DiffFormat.JSON, View(judgement=JUDGEMENT))))
    for line in records.render_jsonl(few).splitlines():
        fits(json.loads(line))


def test_the_schema_refuses_what_is_not_in_it() -> None:
    document = json.loads(records.render_json([samples.FULL]))
    document["diffs"][0]["rows"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        fits(document)


def test_json_is_ascii() -> None:
    assert records.render_json([samples.hostile()]).isascii()


def test_jsonl_has_a_line_for_each_diff_and_each_row() -> None:
    lines = [json.loads(line) for line in records.render_jsonl(EVERY).splitlines()]
    assert sum(line["type"] == "diff" for line in lines) == len(EVERY)
    assert sum(line["type"] == "row" for line in lines) == sum(len(diff.rows) for diff in EVERY)


def test_csv_has_a_line_for_each_row_and_no_formula() -> None:
    lines = list(csv.reader(io.StringIO(spreadsheet.render(EVERY))))
    assert lines[0] == list(spreadsheet.COLUMNS)
    assert len(lines) == 1 + sum(len(diff.rows) for diff in EVERY)
    assert all(len(line) == len(spreadsheet.COLUMNS) for line in lines)
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(cell.isprintable() for line in lines for cell in line)


COMMAND = re.compile(r"::(error|warning|notice) ([^\n]*?)::([^\n\r]*)")


def commands(diffs: list[AccessDiff]) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in annotations.render(diffs).split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match is not None, line
        level, properties, message = match.groups()
        found.append((level, dict(part.split("=", 1) for part in properties.split(",")), message))
    return found


def test_annotations_of_hostile_names_are_one_line_each() -> None:
    found = commands(EVERY)
    assert {frozenset(properties) for _, properties, _ in found} <= {
        frozenset(keys) for keys in (("title",), ("file", "title"), ("file", "title", "line", "endLine"))
    }
    assert all(len(message) <= 4096 * 3 for _, _, message in found)


def test_annotations_come_worst_first_and_count_what_github_would_drop() -> None:
    rows = tuple(
        samples.GAIN._replace(new=(samples.new_place(line, f"grants[{line}]"),), cause=None)
        for line in range(1, 40)
    )
    found = commands([samples.FULL._replace(rows=(*rows, samples.LOSS))])
    levels = [level for level, _, _ in found]
    assert levels == sorted(levels, key=["error", "warning", "notice"].index)
    assert levels.count("error") == MOST_OF_A_LEVEL
    last = [message for level, _, message in found if level == "error"][-1]
    assert last.endswith("29 more errors not shown; `tailcli diff` prints every row")


def test_an_annotation_is_on_the_line_that_caused_the_row() -> None:
    cause = samples.GAIN.cause
    assert cause is not None
    row = samples.GAIN._replace(cause=cause._replace(new=samples.new_place(99, "groups")))
    (properties,) = [p for level, p, _ in commands([samples.FULL._replace(rows=(row,))]) if level == "error"]
    assert properties == {"file": "policy.hujson", "title": "network (1 row)", "line": "99", "endLine": "101"}


def test_a_version_in_git_has_no_file_to_annotate() -> None:
    diff = samples.FULL._replace(new=samples.OLD)
    assert not [properties for _, properties, _ in commands([diff]) if "file" in properties]


MERMAID_LINE = re.compile(
    r'  (?:n\d+|note\d+)\["[^"\[\]`]*"\]|  n\d+ (?:==>|-\.->|-->)\|"[^"\[\]`|]*"\| n\d+|flowchart LR'
)


def test_mermaid_is_made_of_known_lines() -> None:
    drawn = graph.render_mermaid(EVERY)
    assert [line for line in drawn.splitlines() if not MERMAID_LINE.fullmatch(line)] == []
    assert not re.search(
        r"[<>](?![|])(?!.*-->)", drawn.replace("==>", "").replace("-.->", "").replace("-->", "")
    )


DOT_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def test_dot_quotes_every_text() -> None:
    drawn = graph.render_dot(EVERY)
    bare = DOT_STRING.sub("", drawn)
    assert '"' not in bare
    assert set(re.findall(r"[A-Za-z]+", bare)) <= set(
        re.findall(r"\w+", "digraph access rankdir LR node shape box label color penwidth style dashed note")
    )


def test_a_long_label_is_cut_at_its_end() -> None:
    rights = tuple(f"tcp:{port}" for port in range(1000, 1100))
    drawn = graph.render_dot([samples.FULL._replace(rows=(samples.GAIN._replace(rights=rights),))])
    label = re.findall(r'label="(\+ .*?)"', drawn)[0]
    assert label.startswith("+ network tcp:1000; tcp:1001; ")
    assert label.endswith("…")
    assert label.count("…") == 1


def test_a_further_step_says_what_it_leads_to() -> None:
    step = samples.GAIN._replace(lane=Lane.LATENT, leads_to=Lane.SSH, rights=("root",))
    drawn = graph.render_dot([samples.FULL._replace(rows=(step, step._replace(leads_to=None)))])
    assert "by a further step: ssh root; by a further step: root" in drawn


def test_graphs_stop_where_mermaid_would_draw_nothing() -> None:
    many = tuple(samples.GAIN._replace(sources=(samples.tag(f"tag:t{n}"),)) for n in range(2000))
    drawn = graph.render_mermaid([samples.FULL._replace(rows=many)])
    assert drawn.count("==>") == graph.MOST_EDGES
    assert len(drawn) < 50_000
    assert f"{4000 - graph.MOST_EDGES} more arrows not drawn" in drawn
    long = tuple(samples.GAIN._replace(sources=(samples.tag(f"tag:{n}{'x' * 400}"),)) for n in range(400))
    assert len(graph.render_mermaid([samples.FULL._replace(rows=long)])) < 50_000


STEPS = (
    Step("c" * 40, "ccccccc", "Widen it\x1b", "policy.hujson", State.COMPARED, samples.FULL),
    Step("b" * 40, "bbbbbbb", "Break it", "policy.hujson", State.UNREADABLE, None, "x:1:2: syntax error"),
    Step("a" * 40, "aaaaaaa", "Begin", "policy.hujson", State.COMPARED, samples.FRESH),
)


def test_history() -> None:
    assert_golden(GOLDEN / "history.txt", history.render(STEPS))
    fits(json.loads(history.render_json(STEPS)))
    for line in history.render_jsonl(STEPS).splitlines():
        fits(json.loads(line))
