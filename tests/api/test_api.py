"""The public surface, and the example in its documentation."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

from tailcli import api
from tailcli.source import SourceText

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "api.md"


def test_a_name_belongs_to_the_text() -> None:
    assert api.lint('{"x": 1}', name="a.hujson").findings[0].file == "a.hujson"
    assert api.lint(SourceText("b.hujson", '{"x": 1}')).findings[0].file == "b.hujson"
    assert api.load("{}").document.source.name == "policy.hujson"


def test_a_loaded_policy_is_linted_as_its_text() -> None:
    text = '{"Groups": {}, "grants": [{"src": ["group:x"]}]}'
    assert api.lint(api.load(text)).findings == api.lint(text).findings


def test_validation_finds_syntax_and_violations() -> None:
    found = api.validate('{"groups": 1, "acls": [}')
    assert found.syntax
    assert found.violations
    assert not found.is_valid
    assert api.validate('{"groups": {}}').is_valid


def test_the_examples_in_the_documentation_print_what_they_say() -> None:
    blocks = re.findall(
        r"```python\n(.*?)```\s+```text\n(.*?)```", DOCUMENTATION.read_text("utf-8"), re.DOTALL
    )
    assert len(blocks) >= 2
    for code, expected in blocks:
        with redirect_stdout(io.StringIO()) as printed:
            exec(code, {})
        assert printed.getvalue() == expected
