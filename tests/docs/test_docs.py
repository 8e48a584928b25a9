"""Every code block of the front pages is run, read by what it is for, or found in a file that is checked."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer
import yaml

from tailcli.cli.application import application
from tailcli.cli.init import TEMPLATES, filled
from tailcli.cli.main import COMMANDS
from tailcli.config.reading import read_configuration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "docs/usage.md", "docs/ci.md")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "examples").iterdir())}
TOOLS = Path(sys.executable).parent


def blocks(language: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for found in BLOCK.finditer((ROOT / page).read_text("utf-8")):
            if found[1] == language:
                yield page, found[2]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES)
def test_output_of_commands_is_what_they_print(builder: ModuleType, page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert text == builder.page(text), "run scripts/build_docs.py"


def test_the_manual_page_is_current(builder: ModuleType) -> None:
    assert (ROOT / builder.MANUAL).read_text("utf-8") == builder.manual(), "run scripts/build_docs.py"


def test_the_picture_shows_what_is_printed_and_asks_no_other_machine(builder: ModuleType) -> None:
    drawn = (ROOT / builder.PICTURE).read_text("utf-8")
    shown = html.unescape(re.sub(r"<[^>]*>|\s|&#160;", "", drawn))
    for line in builder.output(builder.SHOWN).splitlines()[1:]:
        assert re.sub(r"\s", "", line) in shown
    assert re.findall(r"url\((?!#)|<image|href=", drawn) == []


def test_every_language_of_a_block_is_checked_here() -> None:
    found = {match[1] for page in PAGES for match in BLOCK.finditer((ROOT / page).read_text("utf-8"))}
    assert found <= {"console", "sh", "yaml", "json", "toml"}


def commands() -> Iterator[tuple[str, list[str]]]:
    for page, block in blocks("sh"):
        for line in re.split(r"\n|&&", block):
            words = shlex.split(line, comments=True)
            names = [place for place, word in enumerate(words) if Path(word).name == "tailcli"]
            if names and words[0] not in {"pipx", "uv"}:
                yield page, words[names[0] + 1 :]


def test_every_shell_line_names_commands_and_options_that_exist() -> None:
    program = typer.main.get_command(application(COMMANDS, completion=True))
    known = {"": {name for one in program.params for name in one.opts}}
    known |= {name: {opt for one in sub.params for opt in one.opts} for name, sub in program.commands.items()}
    seen = list(commands())
    assert len(seen) >= 8
    for page, words in seen:
        command = words[0] if words and not words[0].startswith("-") else ""
        assert command in known, (page, words)
        used = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert used <= known[command], (page, words)


def test_every_yaml_block_is_part_of_an_example() -> None:
    found = list(blocks("yaml"))
    assert len(found) >= 4
    for page, block in found:
        assert any(block in text for text in EXAMPLES.values()), f"{page}:\n{block}"


def test_json_blocks_are_settings_of_an_editor_that_find_the_schema() -> None:
    for _, block in blocks("json"):
        for schema in json.loads(block)["json.schemas"]:
            assert (ROOT / schema["url"]).is_file()


def test_the_examples_are_what_init_writes() -> None:
    names = {"tailcli.toml": "tailcli.toml", "pre-commit-config.yaml": "pre-commit-config.yaml"}
    for template in TEMPLATES:
        assert EXAMPLES[names.get(template.source, template.source)] == filled(template.source)
    assert set(EXAMPLES) == {*(template.source for template in TEMPLATES), "gitlab-ci.yml"}


def test_the_settings_of_init_can_be_used_with_every_comment_taken_away() -> None:
    text = filled("tailcli.toml")
    assert read_configuration(text) is not None
    commented = re.compile(r"^# (?=\[|[a-z-]+ = )", re.MULTILINE)
    opened = commented.sub("", text)
    assert len(tomllib.loads(opened)) >= 5
    assert read_configuration(opened) is not None


@pytest.mark.parametrize(
    ("name", "schema"),
    [("gitlab-ci.yml", "vendor.gitlab-ci"), ("tailnet-policy.yml", "vendor.github-workflows")],
)
def test_the_examples_fit_their_schemas(name: str, schema: str) -> None:
    command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", schema, str(ROOT / "examples" / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_example_for_pre_commit_is_one() -> None:
    file = str(ROOT / "examples" / "pre-commit-config.yaml")
    assert subprocess.run([str(TOOLS / "pre-commit"), "validate-config", file], check=False).returncode == 0


def test_inputs_and_outputs_of_the_action_are_documented() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    rows = set(re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\| (`[^|]*) \|", page, re.MULTILINE))))
    assert {*action["inputs"], *action["outputs"]} <= rows


def test_every_link_leads_to_a_file() -> None:
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert ((ROOT / page).parent / target).exists(), (page, target)
