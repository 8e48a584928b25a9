"""What nodes are given, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tailcli.access.concrete.compile import Compiled, compile_nodes
from tailcli.access.inventory import Device, Inventory
from tailcli.inputs.inventory import read_inventory_files
from tailcli.policy.load import load
from tailcli.report import node_access_json, node_access_text
from tailcli.report.style import PLAIN, Style
from tailcli.source.text import SourceText
from tests.golden import assert_golden

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.policy.model import Policy

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads((ROOT / "schemas" / "compile.schema.json").read_text(encoding="utf-8"))
INVENTORY = ROOT / "fixtures" / "inventory"

NASTY = """{
  "grants": [{
    "src": ["a\\u001b[31m@example.com"],
    "dst": ["*"],
    "ip": ["80"],
    "app": {"example.com/\\u202ex": [{"k": "\\u0007"}]},
    "srcPosture": ["posture:\\n::error::"],
  }],
  "postures": {"posture:\\n::error::": ["custom:x == 1"]},
  "nodeAttrs": [{"target": ["*"], "attr": ["x\\u009b"]}],
  "ssh": [{
    "action": "accept",
    "src": ["a\\u001b[31m@example.com"],
    "dst": ["tag:\\u0085"],
    "users": ["\\u2028"],
  }],
  "tagOwners": {"tag:\\u0085": []},
}"""


def full() -> tuple[Policy, Compiled]:
    path = ROOT / "fixtures" / "full" / "policy.hujson"
    policy = load(SourceText("policy.hujson", path.read_text(encoding="utf-8")))
    lists = (str(INVENTORY / "api-devices.json"), str(INVENTORY / "api-users.json"))
    return policy, compile_nodes(policy, read_inventory_files(lists))


def nasty() -> tuple[Policy, Compiled]:
    policy = load(SourceText("p\x1b.hujson", NASTY))
    devices = (
        Device("lap\x1btop", ("100.64.0.1",), "a\x1b[31m@example.com"),
        Device("server\n", ("100.64.0.2",), tags=("tag:\u0085",)),
    )
    return policy, compile_nodes(policy, Inventory(devices))


def test_text() -> None:
    policy, compiled = full()
    text = node_access_text.render(policy, compiled, compiled.nodes, PLAIN)
    assert_golden(GOLDEN / "node-access.txt", text)


def test_text_in_colour_and_narrow() -> None:
    policy, compiled = full()
    style = Style(color=True, columns=60)
    assert_golden(
        GOLDEN / "node-access.color.txt",
        node_access_text.render(policy, compiled, compiled.nodes[:1], style),
    )


def test_json() -> None:
    _, compiled = full()
    text = node_access_json.render("policy.hujson", compiled, compiled.nodes)
    assert_golden(GOLDEN / "node-access.json.txt", text)


@pytest.mark.parametrize("case", [full, nasty], ids=["full", "nasty"])
def test_json_keeps_to_its_schema(case: Callable[[], tuple[Policy, Compiled]]) -> None:
    _, compiled = case()
    text = node_access_json.render("policy.hujson", compiled, compiled.nodes)
    assert text.isascii()
    jsonschema.validate(json.loads(text), SCHEMA)


def test_no_control_character_comes_through() -> None:
    policy, compiled = nasty()
    text = node_access_text.render(policy, compiled, compiled.nodes, PLAIN)
    assert all(line.isprintable() for line in text.split("\n"))
    assert "lap\\x1btop" in text
    assert not any(line.startswith("::") for line in text.splitlines())
