"""The text of a diff: wrapped to any width, coloured on demand, harmless."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.diff.expect import Fault, Judgement, Mismatch
from tailcli.diff.model import Cause
from tailcli.report.diff import text
from tailcli.report.diff.outline import Grouping
from tailcli.report.escape import width
from tailcli.report.style import Style
from tests.golden import assert_golden
from tests.report.diff import samples

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_golden(columns: int) -> None:
    assert_golden(GOLDEN / f"full-{columns}.txt", text.render(samples.DIFFS, Style(columns=columns)))


def test_golden_in_colour_and_expanded() -> None:
    style = Style(color=True, columns=100)
    shown = text.render([samples.FULL], style, by=Grouping.PRINCIPAL, expand=True)
    assert_golden(GOLDEN / "full-colour.txt", shown)


@pytest.mark.parametrize("columns", [20, 40, 79])
@pytest.mark.parametrize("by", Grouping)
def test_no_line_is_wider_than_the_terminal(columns: int, by: Grouping) -> None:
    shown = text.render([*samples.DIFFS, samples.hostile()], Style(columns=columns), by=by)
    assert [line for line in shown.splitlines() if width(line) > columns] == []


def test_colour_changes_nothing_but_the_colour() -> None:
    import re

    plain = text.render(samples.DIFFS, Style(columns=80))
    coloured = text.render(samples.DIFFS, Style(color=True, columns=80))
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_policy_cannot_command_the_terminal() -> None:
    shown = text.render([samples.hostile()], Style(columns=60), expand=True)
    assert all(character.isprintable() or character == "\n" for character in shown)


@pytest.mark.parametrize("columns", [20, 60])
def test_a_policy_cannot_command_a_workflow(columns: int) -> None:
    row = samples.GAIN._replace(sources=(samples.person("::error::x"),), rights=("::warning::y",))
    diff = samples.FULL._replace(rows=(row,) * 2, old=samples.OLD._replace(name="::notice::z"))
    shown = text.render([diff], Style(columns=columns))
    assert "error::x" in shown
    assert not [line for line in shown.splitlines() if line.lstrip().startswith("::")]


def test_expanding_shows_the_people() -> None:
    shown = text.render([samples.FULL], expand=True)
    assert "alice@example.com, bob@example.com and carol@example.com may reach" in shown
    assert "group:infra" not in shown
    assert "for example alice@example.com -> tag:db tcp:22" in shown


@given(st.text(max_size=200), st.integers(5, 60), st.integers(0, 3), st.integers(0, 1))
def test_wrapping_keeps_every_word(words: str, columns: int, indent: int, hanging: int) -> None:
    said = "".join(character for character in words if character.isprintable() and character != ":")
    lines = list(text.wrap(said, columns, indent, hanging))
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")
    assert all(width(line) <= columns for line in lines)


def test_a_judgement_stands_below() -> None:
    met = Judgement("pr.txt", 2, ())
    assert text.judged(met) == "\nAs announced in pr.txt (2 statements): the access changes exactly so.\n"
    fault = Mismatch(Fault.COLLATERAL, "+ a -> b tcp:1\x1b", samples.new_place(7, "grants[1]"))
    shown = text.judged(met._replace(mismatches=(fault,)))
    assert "Not as announced in pr.txt (2 statements, 1 mismatch):\n" in shown
    assert "  not announced: + a -> b tcp:1\\x1b (policy.hujson:7 grants[1])\n" in shown
    assert text.judged(None) == ""


@pytest.mark.parametrize(("edits", "told", "last"), [(6, 6, "edit 5"), (8, 5, "and 3 more (--expand)")])
def test_a_few_edits_without_effect_are_told(edits: int, told: int, last: str) -> None:
    causes = tuple(Cause(f"edit {number}") for number in range(edits))
    diff = samples.IDENTICAL._replace(idle_causes=causes)
    lines = [line.strip() for line in text.render([diff]).splitlines() if line.strip()]
    assert sum(line.startswith("edit ") for line in lines) == told
    assert lines[-1] == last
    assert all(cause.text in text.render([diff], expand=True) for cause in causes)
