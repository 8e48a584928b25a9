"""docs/configuration.md: it names every key, and its example is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tailcli.config.keys import ROOT
from tailcli.config.reading import read_configuration
from tailcli.config.shapes import ListOf, MapOf, Table
from tailcli.findings.rule import FAMILIES

TEXT = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")


def names(shape: object) -> list[str]:
    match shape:
        case Table(keys):
            return [name for key in keys for name in (key.name, *names(key.shape))]
        case ListOf(inner) | MapOf(_, inner):
            return names(inner)
        case _:
            return []


@pytest.mark.parametrize("name", sorted(set(names(ROOT))))
def test_every_key_is_named(name: str) -> None:
    assert re.search(rf"`\[?{name}\b|\[guard\.{name}\]|^{name} = ", TEXT, re.MULTILINE)


def test_every_family_is_named() -> None:
    assert all(f"`{family.folder}`" in TEXT for family in FAMILIES)


def test_the_example_is_read() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    found = read_configuration(example)
    assert found is not None
    assert found.guardrails.must_reach[0].ports == ("22",)
    assert found.for_file("fragments/a.hujson").kind.value == "fragment"
