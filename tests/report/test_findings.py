"""The formats of findings: golden files, and what must hold in all of them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tailcli.report.formats import FindingFormat, render
from tailcli.report.style import PLAIN, Style
from tailcli.report.talk import skipped_lines
from tests.golden import assert_golden
from tests.report.samples import CLEAN, RESULT

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[2] / "schemas" / "findings.schema.json"

every_format = pytest.mark.parametrize("chosen", FindingFormat, ids=lambda chosen: chosen.value)


@every_format
def test_golden(chosen: FindingFormat) -> None:
    assert_golden(GOLDEN / f"findings.{chosen.value}.txt", render([RESULT, CLEAN], chosen, PLAIN))


def test_golden_in_colour_and_narrow() -> None:
    style = Style(color=True, columns=40)
    assert_golden(GOLDEN / "findings.color.txt", render([RESULT], FindingFormat.FULL, style))


@every_format
def test_no_control_character_of_the_policy_comes_through(chosen: FindingFormat) -> None:
    text = render([RESULT], chosen, PLAIN)
    assert all(line.isprintable() for line in text.split("\n"))


@every_format
def test_every_format_names_every_finding(chosen: FindingFormat) -> None:
    text = render([RESULT], chosen, PLAIN)
    assert all(finding.code in text for finding in RESULT.findings)


def test_json_fits_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    for results in ([RESULT, CLEAN], [CLEAN], []):
        jsonschema.validate(json.loads(render(results, FindingFormat.JSON, PLAIN)), schema)


def test_the_schema_refuses_what_is_not_in_it() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    document = json.loads(render([RESULT], FindingFormat.JSON, PLAIN))
    document["findings"][0]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_nothing_found_is_said_in_full_and_silent_in_concise() -> None:
    assert render([CLEAN], FindingFormat.FULL, PLAIN) == "No findings in 1 file.\n"
    assert render([CLEAN], FindingFormat.CONCISE, PLAIN) == ""


def test_talk_tells_what_a_syntax_error_kept_from_running_and_nothing_else() -> None:
    said = "syntax errors: 2 rules about references, sections and access were not run"
    assert list(skipped_lines(RESULT)) == [f"dir/policy\\x07.hujson: {said}"]
