"""The pages of rules under docs/, and the command that begins a new rule."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tailcli.config.settings import Options, Settings
from tailcli.findings.model import Applicability
from tailcli.findings.registry import RULES
from tailcli.findings.rule import Stage
from tailcli.lint.context import Context
from tailcli.lint.pages import page
from tailcli.lint.runner import reports
from tailcli.policy.load import load
from tailcli.report import rule_pages
from tailcli.report.links import DOCUMENTATION
from tailcli.source import SourceText

if TYPE_CHECKING:
    from types import ModuleType

    from tailcli.findings.rule import Rule

ROOT = Path(__file__).resolve().parents[2]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def script(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date() -> None:
    assert script("build_rule_pages").outdated() == [], "run scripts/build_rule_pages.py"


def test_a_page_that_is_missing_or_of_no_rule_is_out_of_date(tmp_path: Path) -> None:
    builder = script("build_rule_pages")
    builder.write(tmp_path)
    assert builder.outdated(tmp_path) == []
    (tmp_path / "TP201.md").unlink()
    (tmp_path / "TP299.md").write_text("gone")
    (tmp_path / "README.md").write_text("old")
    assert builder.outdated(tmp_path) == ["README.md", "TP201.md", "TP299.md"]
    builder.write(tmp_path)
    assert builder.outdated(tmp_path) == []


def test_the_index_leads_to_every_page() -> None:
    text = rule_pages.index(RULES)
    assert re.findall(r"\[TP\d{3}\]\((TP\d{3})\.md\)", text) == [rule.code for rule in RULES]


def test_the_project_and_the_program_name_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["urls"]["Documentation"] == DOCUMENTATION


@pytest.mark.parametrize(
    "rule", [one for one in RULES if one.stage is not Stage.CHANGE], ids=lambda one: one.code
)
def test_a_page_says_what_its_fixes_can_be(rule: Rule) -> None:
    shown = page(rule)
    options = Options(
        domains=("example.com",),
        break_glass={"group:ops": ("tag:router:22",)},
        environments={"dev": ("tag:dev",), "prod": ("tag:prod",)},
    )
    made = set()
    for text in [example.text for example in shown.examples if example.label == "bad"]:
        context = Context(load(SourceText("policy.hujson", text)), Settings(options=options))
        made |= {found.fix.applicability for found in reports(rule, context) if found.fix is not None}
    assert made - {Applicability.DISPLAY} <= set(shown.fixes)


@every_rule
def test_a_page_has_no_fence_left_open(rule: Rule) -> None:
    text = rule_pages.markdown(rule)
    assert len(re.findall(r"^```(?:jsonc|toml|text)$", text, re.MULTILINE)) * 2 == text.count("```")
    assert not re.search(r"\n{3}", re.sub(r"```.*?```", "code", text, flags=re.DOTALL))
    assert "```" not in rule_pages.plain(rule)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the scaffold touches."""
    for folder in ("tailcli", "scripts", "docs/rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


LISTING = "from tailcli.findings.registry import RULES; print(*(rule.code for rule in RULES))"


def free_codes() -> list[str]:
    """A code before, among and behind the rules of a family, as far as there is room."""
    taken = {rule.code for rule in RULES}
    free = [f"TP2{number:02}" for number in range(100) if f"TP2{number:02}" not in taken]
    return [free[0], free[len(free) // 2], free[-1]]


@pytest.mark.slow
def test_a_new_rule_has_a_module_a_line_and_a_page(copy: Path) -> None:
    for number, code in enumerate(free_codes()):
        options = ["--severity", "info", "--stage", "access", "--persona", "auditor", "--section", "grants"]
        made = run(copy, "scripts/new_rule.py", code, f"some-name-{number}", *options)
        assert (made.returncode, made.stderr) == (0, "")
        shown = run(copy, "-m", "tailcli", "rule", code)
        assert shown.stdout.startswith(f"{code} some-name-{number}\n")
        assert "Severity: info. Family: Exposure. Runs for the persona `auditor`." in shown.stdout
        assert (copy / "docs" / "rules" / f"{code}.md").read_text("utf-8").startswith("# some-name")
    codes = run(copy, "-c", LISTING).stdout.split()
    assert codes == sorted(codes)
    assert set(codes) == {rule.code for rule in RULES} | set(free_codes())
    assert run(copy, "scripts/build_rule_pages.py", "--check").returncode == 0
    checked = ["tailcli/findings/registry.py", "tailcli/lint/rules/exposure/some_name_1.py"]
    shutil.copy(ROOT / "pyproject.toml", copy)
    for command in (["check"], ["format", "--check"]):
        assert run(copy, "-m", "ruff", *command, *checked).returncode == 0


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("TP201", "some-name", "TP201 is allow-all"),
        ("TP299", "allow-all", "allow-all is TP201"),
        ("XY299", "some-name", "not TP and three digits"),
        ("TP299", "Some_Name", "not lower-case words"),
    ],
)
def test_a_taken_or_odd_name_is_refused(
    capsys: pytest.CaptureFixture[str], code: str, name: str, said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        script("new_rule").asked([code, name])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err
