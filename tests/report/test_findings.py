"""The formats of findings: golden files, and what must hold in all of them."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest

from tailcli.report.formats import FindingFormat, render
from tailcli.report.links import rule_url
from tailcli.report.paths import Folders
from tailcli.report.style import PLAIN, Style
from tailcli.report.talk import skipped_lines
from tailcli.source import SourceText
from tests.golden import assert_golden
from tests.report.samples import CLEAN, RESULT, hostile, wide

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[2] / "schemas" / "findings.schema.json"

every_format = pytest.mark.parametrize("chosen", FindingFormat, ids=lambda chosen: chosen.value)


@every_format
def test_golden(chosen: FindingFormat) -> None:
    text = render([RESULT, CLEAN], chosen, PLAIN)
    if chosen is FindingFormat.SARIF:
        text = text.replace(version("tailcli"), "VERSION")
        text = re.sub(r'("(?:text|markdown)": ")(?=[^\n]*What it does|Reports )[^\n]*"', r'\1..."', text)
    assert_golden(GOLDEN / f"findings.{chosen.value}.txt", text)


def test_golden_in_colour_and_narrow() -> None:
    style = Style(color=True, columns=40)
    assert_golden(GOLDEN / "findings.color.txt", render([RESULT], FindingFormat.FULL, style))


@every_format
def test_no_control_character_of_the_policy_comes_through(chosen: FindingFormat) -> None:
    text = render([RESULT, hostile()], chosen, PLAIN)
    assert all(line.isprintable() for line in text.split("\n"))


@every_format
def test_no_line_is_a_command_to_the_log_of_a_ci_service(chosen: FindingFormat) -> None:
    """The one format that is made of commands has only those of its own."""
    text = render([RESULT, hostile()], chosen, PLAIN)
    commands = [line for line in text.split("\n") if line.lstrip().startswith("::")]
    own = re.compile(r"::(error|warning|notice) (file=[^:,]*,)?title=TP\d{3} [a-z-]+(,\w+=\d+)*::[^\n]*")
    assert bool(commands) == (chosen is FindingFormat.GITHUB)
    assert all(own.fullmatch(line) for line in commands)
    assert not re.search(r"##\w*\[", text)


@every_format
def test_every_format_names_every_finding(chosen: FindingFormat) -> None:
    text = render([RESULT], chosen, PLAIN)
    assert all(finding.code in text for finding in RESULT.findings)


def test_json_fits_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    for results in ([RESULT, CLEAN], [CLEAN], [], [hostile(), wide()]):
        jsonschema.validate(json.loads(render(results, FindingFormat.JSON, PLAIN)), schema)


def test_every_line_fits_the_schema_and_the_summary_comes_last() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for results in ([RESULT, CLEAN], [], [hostile()]):
        lines = [json.loads(line) for line in render(results, FindingFormat.JSONL, PLAIN).splitlines()]
        for line in lines:
            jsonschema.validate(line, schema)
        assert [line["type"] for line in lines].count("finding") == sum(len(one.findings) for one in results)
        assert lines[-1]["type"] == "summary"


def test_the_schema_refuses_what_is_not_in_it() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    document = json.loads(render([RESULT], FindingFormat.JSON, PLAIN))
    document["findings"][0]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


@every_format
def test_every_format_bears_no_finding_and_no_file(chosen: FindingFormat) -> None:
    assert "TP" not in render([CLEAN, CLEAN], chosen, PLAIN)
    assert "TP" not in render([], chosen, PLAIN)


def test_a_finding_on_a_terminal_links_to_its_page() -> None:
    linked = Style(color=True, links=True)
    for chosen in (FindingFormat.FULL, FindingFormat.CONCISE, FindingFormat.GROUPED):
        text = render([RESULT], chosen, linked)
        addresses = re.findall(r"\x1b\]8;;([^\x1b]+)\x1b", text)
        assert addresses == [rule_url(finding.code) for finding in RESULT.findings]


def test_forges_are_told_paths_from_the_folder_on(tmp_path: Path) -> None:
    here, deeper = Folders(tmp_path, tmp_path), Folders(tmp_path / "c", tmp_path / "c")
    inside = CLEAN._replace(source=SourceText(str(tmp_path / "a" / "b.hujson"), "{}"))
    assert 'file="a/b.hujson"' in render([inside], FindingFormat.JUNIT, PLAIN, here)
    assert f'file="{inside.source.name}"' in render([inside], FindingFormat.JUNIT, PLAIN, deeper)
    found = wide()._replace(source=SourceText(str(tmp_path / "b.hujson"), wide().source.text))
    issues = json.loads(render([found], FindingFormat.GITLAB, PLAIN, here))
    assert [issue["location"]["path"] for issue in issues] == ["b.hujson"]
    assert str(tmp_path) in render(
        [inside._replace(findings=found.findings)], FindingFormat.GROUPED, PLAIN, here
    )


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("policy.hujson", "net/policy.hujson"),
        ("./policy.hujson", "net/policy.hujson"),
        ("../policy.hujson", "policy.hujson"),
        ("../../policy.hujson", "../../policy.hujson"),
        ("/repo/a b,c.hujson", "a b,c.hujson"),
        ("/elsewhere/policy.hujson", "/elsewhere/policy.hujson"),
        ("<stdin>", "<stdin>"),
        ("HEAD:net/policy.hujson", "HEAD:net/policy.hujson"),
    ],
)
def test_a_file_as_the_repository_names_it(name: str, named: str) -> None:
    folders = Folders(Path("/repo/net"), Path("/repo"))
    assert folders.named(name) == named
    assert folders._replace(top=folders.here).named("policy.hujson") == "policy.hujson"


@pytest.mark.parametrize("chosen", FindingFormat)
def test_forges_count_from_the_root_of_the_repository(chosen: FindingFormat) -> None:
    result = wide()._replace(source=SourceText("policy.hujson", wide().source.text))
    result = result._replace(findings=tuple(one._replace(file="policy.hujson") for one in result.findings))
    text = render([result], chosen, PLAIN, Folders(Path("/repo/net"), Path("/repo")))
    is_forge = chosen in {FindingFormat.GITHUB, FindingFormat.GITLAB, FindingFormat.SARIF}
    assert ("net/policy.hujson" in text) is is_forge


def test_nothing_found_is_said_in_full_and_silent_in_concise() -> None:
    assert render([CLEAN], FindingFormat.FULL, PLAIN) == "No findings in 1 file.\n"
    assert render([CLEAN], FindingFormat.CONCISE, PLAIN) == ""


def test_talk_tells_what_a_syntax_error_kept_from_running_and_nothing_else() -> None:
    said = "syntax errors: 2 rules about references, sections and access were not run"
    assert list(skipped_lines(RESULT)) == [f"dir/policy\\x07.hujson: {said}"]
