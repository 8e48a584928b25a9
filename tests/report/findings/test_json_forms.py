"""GitLab's Code Quality, SARIF and rdjson: what their readers take, in the units that they count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tailcli.api import lint
from tailcli.findings.model import Applicability, Fix, Severity
from tailcli.findings.registry import RULES
from tailcli.report.findings import gitlab, rdjson, sarif
from tailcli.report.findings.line_hashes import line_hashes
from tailcli.source import SourceText, apply_edits
from tests.report.findings.forms import GITLAB, RDJSON, SARIF
from tests.report.samples import CLEAN, HOSTILE, RESULT, hostile, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.lint.runner import LintResult

RUNS: tuple[Sequence[LintResult], ...] = ([], [CLEAN], [RESULT, CLEAN], [hostile(), wide()])
FORMS = {"gitlab": (gitlab, GITLAB), "sarif": (sarif, SARIF), "rdjson": (rdjson, RDJSON)}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("results", RUNS, ids=["no file", "clean", "two files", "hostile"])
def test_it_is_what_the_reader_takes(name: str, results: Sequence[LintResult]) -> None:
    module, form = FORMS[name]
    jsonschema.Draft7Validator.check_schema(form)
    text = module.render(results)
    assert text.isascii()
    document = json.loads(text)
    jsonschema.validate(document, form)
    # No lone half of a surrogate pair: strict readers refuse it.
    json.dumps(document, ensure_ascii=False).encode()


def test_every_rule_has_what_github_requires() -> None:
    rules = [sarif._rule(rule) for rule in RULES]
    driver = {
        "name": "tailcli",
        "semanticVersion": "1",
        "informationUri": "https://x.example",
        "rules": rules,
    }
    run = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": []}
    jsonschema.validate({"$schema": sarif.SCHEMA, "version": "2.1.0", "runs": [run]}, SARIF)


def sarif_results(*results: LintResult) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(sarif.render(results))["runs"][0]["results"]
    return found


def test_an_index_leads_to_the_rule() -> None:
    (run,) = json.loads(sarif.render([RESULT]))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        finding.code for finding in RESULT.findings
    ]


def test_sarif_counts_utf16_units_and_rdjson_bytes() -> None:
    (result,) = json.loads(sarif.render([wide()]))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 12}
    (diagnostic,) = json.loads(rdjson.render([wide()]))["diagnostics"]
    assert diagnostic["location"]["range"] == {
        "start": {"line": 1, "column": 12},
        "end": {"line": 1, "column": 15},
    }


def test_a_fix_of_two_edits_is_two_replacements_in_sarif_and_one_suggestion_in_rdjson() -> None:
    (result,) = json.loads(sarif.render([wide()]))["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert [each["insertedContent"]["text"] for each in change["replacements"]] == ['"z"', '"c"']
    (suggestion,) = json.loads(rdjson.render([wide()]))["diagnostics"][0]["suggestions"]
    assert suggestion["text"] == '"z", "c"'
    line = wide().source.text.encode()
    start, end = (suggestion["range"][side]["column"] - 1 for side in ("start", "end"))
    made = line[:start] + suggestion["text"].encode() + line[end:]
    fix = wide().findings[0].report.fix
    assert fix is not None
    assert made.decode() == apply_edits(wide().source.text, fix.edits)


def test_a_fix_for_people_only_is_offered_to_no_tool() -> None:
    (finding,) = wide().findings
    assert finding.report.fix is not None
    shown = Fix("Look", finding.report.fix.edits, Applicability.DISPLAY)
    one = wide()._replace(findings=(finding._replace(report=finding.report._replace(fix=shown)),))
    assert "fixes" not in sarif_results(one)[0]
    assert "suggestions" not in json.loads(rdjson.render([one]))["diagnostics"][0]


def test_a_path_that_is_no_uri_is_encoded() -> None:
    one = wide()._replace(findings=(wide().findings[0]._replace(file="./a b/ü%#?.hujson"),))
    (result,) = json.loads(sarif.render([one]))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20b/%C3%BC%25%23%3F.hujson"


def test_no_text_of_a_policy_becomes_a_link_in_sarif() -> None:
    for result in json.loads(sarif.render([hostile()]))["runs"][0]["results"]:
        said = [result["message"], *(place["message"] for place in result["relatedLocations"])]
        said += [fix["description"] for fix in result.get("fixes", ())]
        assert not [one["text"] for one in said if "](" in one["text"]]


def test_a_fix_that_is_no_text_is_not_offered() -> None:
    offered = ["fixes" in one for one in sarif_results(hostile())]
    broken = ["\ud800" in text for text in HOSTILE for _ in Severity]
    assert offered == [not one for one in broken]


def test_a_path_that_is_no_text_is_still_a_path() -> None:
    one = wide()._replace(findings=(wide().findings[0]._replace(file="a\udcff.hujson"),))
    json.dumps(json.loads(gitlab.render([one])), ensure_ascii=False).encode()
    assert '"a%FF.hujson"' in sarif.render([one])


# The hashes that `upload-sarif` computes for these texts.
HASHES = {
    "": ["c129715d7a2bc9a3:1"],
    " a\nb\n  \t\tc\n d": [
        "271789c17abda88f:1",
        "54703d4cd895b18:1",
        "180aee12dab6264:1",
        "a23a3dc5e078b07b:1",
    ],
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End": [
        "8b7cf3e952e7aeb2:1",
        "b1ae1287ec4718d9:1",
        "bff680108adb0fcc:1",
        "c6805c5e1288b612:1",
        "b86d3392aea1be30:1",
        "e6ceba753e1a442:1",
    ],
}


@pytest.mark.parametrize("text", HASHES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_hash_of_a_line_is_the_one_of_code_scanning(text: str, end: str) -> None:
    assert line_hashes(text.replace("\n", end)) == HASHES[text]


def test_lines_with_equal_hashes_are_counted() -> None:
    found = line_hashes("x\n" * 300)
    assert len(found) == 301
    assert len(set(found)) == 301
    assert found[0].split(":")[0] == found[1].split(":")[0]


POLICY = '{\n  "groups": {\n    "group:a": [],\n    "group:b": [],\n  },\n  "grants": [],\n}\n'


def fingerprints(text: str, name: str = "policy.hujson") -> dict[str, str]:
    found = lint(SourceText(name, text))
    issues = json.loads(gitlab.render([found]))
    return {f"{issue['description']} {at}": issue["fingerprint"] for at, issue in enumerate(issues)}


def test_a_fingerprint_stays_when_lines_move_and_changes_with_the_file() -> None:
    before = set(fingerprints(POLICY).values())
    assert len(before) > 2
    moved = POLICY.replace("{\n", "{\n  // a remark\n\n", 1).replace("    ", "\t")
    assert set(fingerprints(moved).values()) == before
    assert not before & set(fingerprints(POLICY, "other.hujson").values())
    more = POLICY.replace('"group:b": []', '"group:b": [], "group:c": []')
    assert before < set(fingerprints(more).values())


def test_no_two_findings_of_a_file_have_one_fingerprint() -> None:
    issues = json.loads(gitlab.render([hostile()]))
    assert len({issue["fingerprint"] for issue in issues}) == len(HOSTILE) * len(Severity)
