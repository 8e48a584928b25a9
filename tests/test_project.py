"""Laws over the project as a whole: size and names of the code, its packaging, its one test command."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
import tokenize
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(path for folder in ("tailcli", "tests", "scripts") for path in (ROOT / folder).rglob("*.py"))
SHIPPED = [path for path in CODE if path.is_relative_to(ROOT / "tailcli")]

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "base", "types", "misc"}

REASONED = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\]) *(- |# )\w+")
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore)\b", re.IGNORECASE)


Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def nodes() -> list[tuple[Path, Function | ast.ExceptHandler]]:
    """Every function and handler: each file is parsed once, and the rest of its tree is not kept."""
    judged = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ExceptHandler)
    return [
        (path, node)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, judged)
    ]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_code_to_judge() -> None:
    assert len(SHIPPED) > 50
    assert Path(__file__).resolve() in CODE


def test_no_file_is_too_long() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in CODE}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def length(function: Function) -> int:
    """The lines of a function from its ``def`` on, its docstring not counted."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_no_function_is_too_long() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}: {length(node)} lines"
        for path, node in nodes()
        if not isinstance(node, ast.ExceptHandler) and length(node) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    said = {name(path) for path in CODE if {path.stem, path.parent.name} & MEANINGLESS}
    assert said == set()


def comments(path: Path) -> list[tuple[int, str]]:
    with path.open("rb") as stream:
        tokens = tokenize.tokenize(stream.readline)
        return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


def test_a_silenced_check_names_itself_and_the_reason() -> None:
    silenced = [
        f"{name(path)}:{line} {comment}"
        for path in SHIPPED
        if SILENCED.search(path.read_text("utf-8"))
        for line, comment in comments(path)
        if SILENCED.search(comment) and not REASONED.search(comment)
    ]
    assert silenced == []


def caught(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {"everything"}
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}


def test_no_handler_is_broader_than_the_errors_that_it_names() -> None:
    broad = [
        f"{name(path)}:{node.lineno}"
        for path, node in nodes()
        if isinstance(node, ast.ExceptHandler) and caught(node) & {"everything", "Exception", "BaseException"}
    ]
    assert broad == []


def test_the_package_itself_imports_nothing() -> None:
    tree = ast.parse((ROOT / "tailcli" / "__init__.py").read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_typer_stays_below_the_version_that_loads_pydantic() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    bounds = next(line for line in project["dependencies"] if line.startswith("typer"))
    assert "<0.29" in bounds


def commands() -> dict[str, str]:
    """The commands of the README by the marker before them."""
    text = (ROOT / "README.md").read_text("utf-8")
    return dict(re.findall(r"^<!-- (\w+-command) -->\n+```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))


def test_the_readme_marks_its_two_commands_on_one_line_each() -> None:
    marked = commands()
    assert {"main-command", "test-command"} <= marked.keys()
    assert all(command.count("\n") == 1 for command in marked.values())
    assert "scripts/check.py" in marked["test-command"]


def test_ci_runs_the_test_command_of_the_readme(tmp_path: Path) -> None:
    """A copy of .ci/run beside another README runs what that README says, and fails when it fails."""
    script = tmp_path / ".ci" / "run"
    script.parent.mkdir()
    script.write_bytes((ROOT / ".ci" / "run").read_bytes())
    readme = tmp_path / "README.md"
    other = "```sh\necho wrong\n```\n"
    block = f"{other}<!-- test-command -->\n\n```sh\necho right && {{}}\n```\n{other}"
    environment = {**os.environ, "CI": "true"}
    for command, code in {"true": 0, "false": 1}.items():
        readme.write_text(block.format(command), "utf-8")
        done = subprocess.run(
            ["bash", str(script)], capture_output=True, text=True, env=environment, check=False
        )
        assert (done.stdout.splitlines()[1:], done.returncode) == (["right"], code)
    readme.write_text("no command here\n", "utf-8")
    done = subprocess.run(["bash", str(script)], capture_output=True, env=environment, check=False)
    assert (done.returncode, b"test-command" in done.stderr) == (2, True)


def test_ci_can_be_started() -> None:
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which a freshly built wheel was unpacked, without its dependencies."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed: the wheel cannot be built without the network")
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    built = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(built, check=True, stdin=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    subprocess.run([*pip, "install", *offline, "--target", str(site), str(wheel)], check=True)
    return site


def run_installed(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-m", "tailcli", *arguments]
    return subprocess.run(
        command, cwd=site, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.slow
def test_the_wheel_holds_the_schemas(installed: Path) -> None:
    held = {path.name: path.read_bytes() for path in (installed / "tailcli" / "schemas").iterdir()}
    assert held == {path.name: path.read_bytes() for path in (ROOT / "schemas").iterdir()}
    assert (installed / "tailcli" / "py.typed").is_file()


@pytest.mark.slow
def test_the_installed_program_works_far_from_its_checkout(installed: Path) -> None:
    printed = run_installed(installed, "schema")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert json.loads(printed.stdout)["type"] == "object"
    broken = run_installed(installed, "lint", str(ROOT / "fixtures" / "derp" / "broken.hujson"))
    assert broken.returncode == 1
    assert "did you mean" in broken.stdout.lower()
