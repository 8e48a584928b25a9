"""Suppressions: what a comment covers, what it does not, and what is said of those that do nothing."""

from __future__ import annotations

import time

import pytest

from tailcli import api
from tailcli.config.settings import Settings
from tailcli.lint.suppressions import suppressions
from tailcli.source.edits import apply_edits

SELECT = ("TP014", "TP020", "TP98")


def found(text: str, select: tuple[str, ...] = SELECT) -> list[str]:
    return [finding.code for finding in api.lint(text, settings=Settings(select=select)).findings]


@pytest.mark.parametrize(
    "text",
    [
        '{"Groups": {}} // tailcli: ignore[TP014]\n',
        '{"Groups": {}} // tailcli: ignore[key-case] as in the console\n',
        '{"Groups": {}} //tailcli:ignore[KEY-CASE]\n',
        '{"Groups": {}} /* tailcli: ignore[tp014] */',
        '/* tailcli: ignore[TP014] */ {"Groups": {}}',
        '// tailcli: ignore[TP014]\n{"Groups": {}}',
        '{\n  // tailcli: ignore[TP014] reason\n  "Groups": {},\n}\n',
        '{\n  // tailcli: ignore[TP014]\n  // more words\n\n  "Groups": {},\n}\n',
        '{\r\n  // tailcli: ignore[TP014]\r\n  "Groups": {},\r\n}\r\n',
        '{\n  /* tailcli: ignore[TP014]\n     for a reason */\n  "Groups": {},\n}\n',
        '{\n  "Groups": {}, // tailcli: ignore[TP014]\n}\n',
        '{\n  "Groups": // tailcli: ignore[TP014]\n  {},\n}\n',
        '// tailcli: ignore-file[TP014]\n{"Groups": {}}',
        '{"Groups": {}}\n// tailcli: ignore-file[TP014] at the end\n',
    ],
)
def test_a_comment_silences_a_rule(text: str) -> None:
    assert found(text) == []
    assert [one.code for one in api.lint(text, settings=Settings(select=SELECT)).silenced] == ["TP014"]
    without = Settings(select=("TP014",), suppressions=False)
    assert [one.code for one in api.lint(text, settings=without).findings] == ["TP014"]


@pytest.mark.parametrize(
    "text",
    [
        '{\n  // tailcli: ignore[TP014]\n  "groups": {},\n  "Hosts": {},\n}\n',
        '{\n  "Groups": {},\n  // tailcli: ignore[TP014]\n}\n',
        '{\n  "Groups":\n    {}, // tailcli: ignore[TP014]\n}\n',
        '{"Groups": {}}\n// tailcli: ignore[TP014]\n',
        '// tailcli: ignore-file[TP014]\n{"groups": {}}',
        "{\n  // tailcli: ignore[TP014]\n\n}",
    ],
)
def test_a_comment_that_silences_nothing_is_a_finding(text: str) -> None:
    assert "TP980" in found(text)


def test_a_comment_above_covers_the_whole_entry() -> None:
    text = """{
      "grants": [
        // tailcli: ignore[TP020]
        {
          "src": ["*"], "dst": ["*"], "ip": ["*"],
          "sources": [],
        },
        {"src": ["*"], "dst": ["*"], "ip": ["*"], "sources": []},
      ],
    }"""
    result = api.lint(text, settings=Settings(select=SELECT))
    assert [result.source.position(one.report.span.start).line for one in result.findings] == [8]
    assert len(result.silenced) == 1


def test_several_rules_in_one_comment() -> None:
    assert found('{"Groups": {}, "group": {}} // tailcli: ignore[TP014, unknown-field]\n') == []
    assert found('{"Groups": {}, "group": {}} // tailcli: ignore[TP014 TP020]\n') == []


def test_nested_and_neighbouring_suppressions() -> None:
    text = """// tailcli: ignore-file[TP014]
    {
      // tailcli: ignore[TP014]
      "Groups": {},
      "Hosts": {}, // tailcli: ignore[TP014]
    }"""
    assert found(text) == []
    assert len(suppressions(api.load(text).document)) == 3


def test_of_a_rule_that_did_not_run_nothing_is_said() -> None:
    assert found('{"groups": {}} // tailcli: ignore[TP014]\n', ("TP020", "TP980")) == []
    assert found('{"groups": {}} // tailcli: ignore[TP014]\n', ("TP014", "TP980")) == ["TP980"]
    fragment = '{"groups": {} // tailcli: ignore[TP101]\n'
    assert found(fragment, ("TP101", "TP980")) == []


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("// tailcli: ignore-file[TP014]\n{}\n", "{}\n"),
        ("{} // tailcli: ignore[TP014]\n", "{}\n"),
        ("/* tailcli: ignore[TP014] */ {}", "{}"),
        ("{}\n// tailcli: ignore[TP014]\n", "{}\n"),
        (
            '{"Groups": {}} // tailcli: ignore[TP020, TP014] why\n',
            '{"Groups": {}} // tailcli: ignore[TP014] why\n',
        ),
        (
            '{"Groups": {}} // tailcli: ignore[TP014, TP020, nonsense]\n',
            '{"Groups": {}} // tailcli: ignore[TP014, nonsense]\n',
        ),
    ],
)
def test_the_fix_takes_away_what_is_not_needed(text: str, fixed: str) -> None:
    (finding,) = (
        one for one in api.lint(text, settings=Settings(select=SELECT)).findings if one.code == "TP980"
    )
    assert finding.report.fix is not None
    assert apply_edits(text, finding.report.fix.edits) == fixed


@pytest.mark.parametrize(
    ("comment", "message", "hint"),
    [
        ("tailcli: ignore[TP999]", 'No rule is called "TP999"', None),
        ("tailcli: ignore[key-cases]", 'No rule is called "key-cases"', "Did you mean key-case?"),
        ("tailcli: ignore", "The suppression names no rule, so it silences nothing", None),
        ("tailcli: ignore[]", "The suppression names no rule, so it silences nothing", None),
        ("tailcli: ignores[TP014]", '"ignores" is nothing that a comment can ask for', 'Write "ignore"'),
        ("tailcli: off", '"off" is nothing that a comment can ask for', None),
    ],
)
def test_what_is_not_understood_is_a_finding(comment: str, message: str, hint: str | None) -> None:
    (finding,) = api.lint(f"{{}} // {comment}\n", settings=Settings(select=("TP98",))).findings
    assert (finding.code, finding.report.message) == ("TP982", message)
    assert hint is None or finding.report.hint == hint


@pytest.mark.parametrize(
    "comment", ["see tailcli: ignore[TP014]", "tailclix: ignore[TP014]", "tailcli ignore"]
)
def test_prose_is_no_suppression(comment: str) -> None:
    assert found(f'{{"Groups": {{}}}} // {comment}\n') == ["TP014"]


def test_a_string_is_no_suppression() -> None:
    assert "TP014" in found('{"Groups": {"// tailcli: ignore-file[TP014]": []}}')


def test_suppressions_in_a_broken_file() -> None:
    assert found('{\n  // tailcli: ignore[TP014]\n  "Groups": {},\n  "hosts": [\n') == []


def test_many_suppressions_take_linear_time() -> None:
    lines = "".join(f'  "Group{n}": {{}}, // tailcli: ignore[TP020]\n' for n in range(4000))
    started = time.perf_counter()
    assert found(f"{{\n{lines}}}\n") == []
    assert time.perf_counter() - started < 5
