from __future__ import annotations

import doctest
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "hujson.md"


def test_the_examples_of_the_documentation_are_true() -> None:
    result = doctest.testfile(str(DOCS), module_relative=False)
    assert result.attempted >= 9
    assert result.failed == 0
