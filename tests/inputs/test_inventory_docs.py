"""The examples of docs/inventories.md do what the page says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tailcli.config.tailnet import inventory_from_table
from tailcli.inputs.inventory import InventoryError, read_inventory, read_inventory_files
from tailcli.source.text import SourceText

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "inventories.md").read_text("utf-8")


def example(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(block)


def test_the_attributes_of_the_page_join_the_device_of_the_fixture(tmp_path: Path) -> None:
    attributes = tmp_path / "attributes.json"
    attributes.write_text(example("json"), "utf-8")
    devices = ROOT / "fixtures" / "inventory" / "api-devices.json"
    first = (read_inventory_files([str(devices), str(attributes)]).devices or ())[0]
    assert first.attributes["custom:tier"] == 3


def test_the_settings_of_the_page_are_read() -> None:
    told = inventory_from_table(tomllib.loads(example("toml")))
    assert told.domains == ("example.com",)
    assert told.groups
    assert told.roles == {"admin": ("alice@example.com",)}


def test_the_error_of_the_page_is_the_one_that_is_given() -> None:
    fine = '{"addresses": ["100.64.0.1"]},\n'
    text = '{"devices": [\n\n\n' + fine * 3 + '{    "addresses": [ "100.64.0.256"]}]}'
    with pytest.raises(InventoryError) as caught:
        read_inventory([SourceText("devices.json", text)])
    assert f"\n{caught.value}\n" in PAGE


def test_the_limit_of_the_page_is_the_one_that_holds() -> None:
    from tailcli.inputs.files import size
    from tailcli.inputs.inventory_document import INVENTORY_LIMIT

    assert f"more than {size(INVENTORY_LIMIT)}" in PAGE
