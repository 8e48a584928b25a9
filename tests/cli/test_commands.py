"""``validate``, ``schema``, ``rule``, and what holds for every command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tailcli.cli.main import COMMANDS
from tailcli.findings.registry import RULES
from tailcli.schema.packaged import SchemaName, schema_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]


def test_validate_tells_violations_at_their_place(tailcli: Tailcli, tmp_path: Path) -> None:
    path = tmp_path / "policy.hujson"
    path.write_text('{"acls": [{"action": "accept", "src": ["*"], "dest": ["*:*"]}]}')
    found = tailcli("validate", str(path))
    assert found.code == 1
    assert f"{path}:1:46 unknown-field\n" in found.out
    assert 'Did you mean "dst"?' in found.out
    faults = json.loads(tailcli("validate", str(path), "--format", "json").out)["faults"]
    assert {fault["kind"] for fault in faults} >= {"unknown-field"}
    concise = tailcli("validate", str(path), "--format", "concise").out
    github = tailcli("validate", str(path), "--format", "github").out
    assert len(github.splitlines()) == len(faults)
    assert all(line.startswith("::error file=") for line in github.splitlines())
    assert len(concise.splitlines()) == len(faults)


@pytest.mark.parametrize(("text", "code"), [('{"groups": {}}', 0), ('{"groups": {}', 1), ("[]", 1)])
def test_validate_exits_by_what_it_found(tailcli: Tailcli, tmp_path: Path, text: str, code: int) -> None:
    path = tmp_path / "policy.hujson"
    path.write_text(text)
    assert tailcli("validate", str(path)).code == code


def test_validate_needs_a_file(tailcli: Tailcli) -> None:
    assert tailcli("validate").code == 2
    assert tailcli("validate", "absent.hujson").code == 2


def test_schema_prints_the_schema(tailcli: Tailcli) -> None:
    found = tailcli("schema")
    assert (found.code, found.out) == (0, schema_text())
    assert tailcli("schema", "config").out == schema_text(SchemaName.CONFIG)
    assert tailcli("schema", "confg").code == 2


def test_rule_prints_a_page(tailcli: Tailcli) -> None:
    page = tailcli("rule", "tp101")
    assert page.out.startswith("TP101 undefined-group\n")
    assert page.out == tailcli("rule", "undefined-group").out
    assert "## What it does" in tailcli("rule", "TP101", "--format", "markdown").out
    (record,) = json.loads(tailcli("rule", "TP101", "--format", "json").out)["rules"]
    assert record["name"] == "undefined-group"


def test_rule_lists_every_rule_with_its_summary(tailcli: Tailcli) -> None:
    table = tailcli("rule").out
    listed = [line.split()[0] for line in table.splitlines() if line.startswith("  TP")]
    assert listed == [rule.code for rule in RULES]
    assert len(json.loads(tailcli("rule", "--format", "json").out)["rules"]) == len(RULES)


def test_an_unknown_rule(tailcli: Tailcli) -> None:
    found = tailcli("rule", "undefined-grup")
    assert found.code == 2
    assert "did you mean undefined-group?" in found.err


def test_help_lists_every_command_and_the_exit_codes(tailcli: Tailcli) -> None:
    found = tailcli("--help")
    assert found.code == 0
    assert all(f"\n  {name} " in found.out for name in COMMANDS)
    assert "Exit codes: 0" in found.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_and_exit_codes(tailcli: Tailcli, name: str) -> None:
    text = tailcli(name, "--help").out
    assert f"Examples:\n    tailcli {name}" in text
    assert "Exit codes:\n    0  " in text
    assert [line for line in text.splitlines() if len(line) > 80 and "--format <" not in line] == []


def test_a_misspelt_command(tailcli: Tailcli) -> None:
    found = tailcli("lnt")
    assert found.code == 2
    assert "Did you mean 'lint'?" in found.err


def test_the_version(tailcli: Tailcli) -> None:
    found = tailcli("--version")
    assert (found.code, found.out) == (0, "tailcli 0.1.0\n")
