"""docs/formats.md tells of every format, and what it says of each is so."""

from __future__ import annotations

import re
from pathlib import Path

from tailcli.report.faults import FaultFormat
from tailcli.report.findings.markdown import LIMIT
from tailcli.report.formats import FindingFormat, render
from tailcli.report.style import PLAIN
from tests.report.samples import CLEAN

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text("utf-8")


def test_every_format_has_its_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert rows == [one.value for one in FindingFormat]


def test_the_formats_of_validate_are_named() -> None:
    (said,) = re.findall(r"`tailcli validate` has (.*)\.", TEXT)
    assert re.findall(r"`(\w+)`", said) == [one.value for one in FaultFormat]


def test_what_is_printed_where_there_is_nothing_to_say() -> None:
    said = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", TEXT, re.MULTILINE))
    for chosen in FindingFormat:
        text = render([CLEAN], chosen, PLAIN)
        assert (said[chosen.value] == "nothing") == (not text)
        if said[chosen.value].startswith("one line"):
            assert text.strip("*\n") == "No findings in 1 file."
        if said[chosen.value] == "`[]`":
            assert text == "[]\n"


def test_the_limit_of_markdown_is_the_one_that_is_told() -> None:
    assert f"At most {LIMIT:,} characters" in TEXT
