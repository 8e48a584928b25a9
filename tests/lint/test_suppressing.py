"""Adding suppressions: everything that was found is silenced, nothing else changes, once is enough."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli import api
from tailcli.config.settings import Settings
from tailcli.findings.model import Persona
from tailcli.hujson.nodes import String
from tailcli.hujson.plain import to_python
from tailcli.lint.context import Context
from tailcli.lint.runner import run
from tailcli.lint.strings import strings_of
from tailcli.lint.suppressing import add_suppressions
from tests.oracle.layout import render
from tests.oracle.vocabulary import policies

KEYS = Settings(select=("TP014", "TP020", "TP98"))


def added(text: str, chosen: Settings = KEYS, reason: str = "") -> str:
    return add_suppressions(Context(api.load(text), chosen), reason)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"groups": {}}\n', '{"groups": {}}\n'),
        ('{\n\t"Groups": {},\n}\n', '{\n\t// tailcli: ignore[TP014] later\n\t"Groups": {},\n}\n'),
        ('{"Groups": {}}\n', '{"Groups": {}} // tailcli: ignore[TP014] later\n'),
        ('{"Groups": {}}', '{"Groups": {}} /* tailcli: ignore[TP014] later */'),
        ('{"Groups": {}} // x\n', '{"Groups": {}} /* tailcli: ignore[TP014] later */ // x\n'),
        ('{"Groups": {}} /* x\n*/\n', '{"Groups": {}} /* tailcli: ignore[TP014] later */ /* x\n*/\n'),
        (
            '{\r\n  "Groups": {},\r\n}\r\n',
            '{\r\n  // tailcli: ignore[TP014] later\r\n  "Groups": {},\r\n}\r\n',
        ),
        (
            '{\n  /* x\n  */ "Groups": {},\n}\n',
            '{\n  /* x\n  */ "Groups": {}, // tailcli: ignore[TP014] later\n}\n',
        ),
        (
            '{\n  "Groups": {}, "group": {},\n}\n',
            (
                "{\n  // tailcli: ignore[TP014] later\n"
                '  "Groups": {}, "group": {}, // tailcli: ignore[TP020] later\n}\n'
            ),
        ),
        (
            '{\n  "group": {}, "group": {},\n}\n',
            (
                "{\n  // tailcli: ignore[TP020] later\n"
                '  "group": {}, "group": {}, // tailcli: ignore[TP020] later\n}\n'
            ),
        ),
    ],
)
def test_where_comments_are_written(before: str, after: str) -> None:
    assert added(before, reason="later") == after
    assert added(after, reason="again") == after


def test_a_reason_cannot_end_its_comment() -> None:
    assert (
        added('{"Groups": {}}', reason="a */ b\n c")
        == '{"Groups": {}} /* tailcli: ignore[TP014] a * / b c */'
    )


def test_what_is_on_no_line_of_code_is_silenced_for_the_file() -> None:
    made = added('\n\n{"groups":{}}\n', Settings(select=("TP901", "TP98")))
    assert made == '// tailcli: ignore-file[TP901]\n\n\n{"groups":{}}\n'


def test_a_broken_file_is_left() -> None:
    assert added('{"Groups": {}') == '{"Groups": {}'


@settings(max_examples=25, deadline=None)
@given(policies(), st.integers(0, 10**9))
def test_everything_is_silenced_and_nothing_else_changes(policy: dict[str, Any], seed: int) -> None:
    text = render(policy, Random(seed))
    chosen = Settings(persona=Persona.AUDITOR)
    made = added(text, chosen)
    before, after = api.load(text).document, api.load(made).document
    assert before.root is not None
    assert after.root is not None
    assert to_python(after.root) == to_python(before.root)
    assert [one.text for one in before.comments if one not in after.comments and one.text not in made] == []
    assert {one.code for one in run(Context(api.load(made), chosen)).findings} <= {"TP980", "TP982"}
    assert added(made, chosen) == made
    assert sum(isinstance(one, String) for one in strings_of(after.root)) > 0
