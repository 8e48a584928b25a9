"""The mutations of ``scripts/mutate.py`` are kept in step with the package."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[1]
FEWEST = 60
MOST_SURVIVORS = 3
FOREIGN = {"B", "D", "Q"}
"""What stands for code rather than a claim of docs/semantics.md: reading beside, the diff, and questions."""


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutate", ROOT / "scripts" / "mutate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MUTATIONS = loaded().mutations()


def test_there_are_enough_and_few_survive() -> None:
    assert len(MUTATIONS) >= FEWEST
    assert sum(bool(mutation.survives) for mutation in MUTATIONS) <= MOST_SURVIVORS


def test_each_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(one.name for one in MUTATIONS).items() if count > 1] == []


@pytest.mark.parametrize("number", range(len(MUTATIONS)), ids=[one.name for one in MUTATIONS])
def test_each_breaks_a_claim_and_can_be_applied(number: int) -> None:
    mutation = MUTATIONS[number]
    assert mutation.fault == ""
    assert mutation.old != mutation.new
    for test in mutation.tests:
        assert (ROOT / test.partition("::")[0]).exists()
    claim = mutation.name.partition(":")[0]
    page = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
    assert claim.partition("-")[0] in FOREIGN or f"- **{claim}** (" in page
