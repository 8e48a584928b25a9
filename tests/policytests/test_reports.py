"""What the renderers print: golden files, the published schema, well-formed XML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tailcli.policy.load import load
from tailcli.policytests.coverage import coverage
from tailcli.policytests.run import run_tests
from tailcli.report import tests_json, tests_junit, tests_text
from tailcli.source.text import SourceText
from tests.golden import assert_golden

from .policies import MIXED

if TYPE_CHECKING:
    from tailcli.policytests.results import Run

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[2] / "schemas" / "test-results.schema.json"


@pytest.fixture(scope="module")
def run() -> Run:
    return run_tests(load(SourceText("policy.hujson", MIXED)))


def test_text(run: Run) -> None:
    assert_golden(GOLDEN / "mixed.txt", tests_text.render(run, coverage(run)))


def test_json(run: Run) -> None:
    text = tests_json.render(run, coverage(run))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(json.loads(text))
    assert text.isascii()
    assert_golden(GOLDEN / "mixed.json", text)


def test_junit(run: Run) -> None:
    text = tests_junit.render(run)
    suite = ET.fromstring(text).find("testsuite")
    assert suite is not None
    counts = {name: suite.get(name) for name in ("tests", "failures", "skipped")}
    assert counts == {"tests": "8", "failures": "5", "skipped": "1"}
    assert len(suite.findall("testcase/failure")) == 5
    strict = ET.fromstring(tests_junit.render(run, strict=True))
    assert strict.get("failures") == "6"
    assert_golden(GOLDEN / "mixed.xml", text)


def test_nothing_of_a_policy_reaches_a_terminal_unescaped(run: Run) -> None:
    for text in (tests_text.render(run), tests_junit.render(run), tests_json.render(run)):
        assert "\x1b" not in text


def test_no_tests() -> None:
    run = run_tests(load(SourceText("policy.hujson", "{}")))
    assert tests_text.render(run) == "policy.hujson: no tests\n"
    assert ET.fromstring(tests_junit.render(run)).get("tests") == "0"
