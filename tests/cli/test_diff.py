"""``tailcli diff``: two files, formats, gates and exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tests.cli.test_process import loaded
from tests.golden import assert_golden

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "diff"
SCHEMA = json.loads((ROOT / "schemas" / "diff.schema.json").read_text("utf-8"))
PAIRS = {
    "dev-secrets": ("derp/policy.hujson", "derp/dev-secrets.hujson"),
    "member-leaves": ("derp/policy.hujson", "derp/member-leaves.hujson"),
    "new-provider": ("derp/policy.hujson", "derp/new-provider.hujson"),
    "acls-to-grants": ("pairs/acls.hujson", "pairs/grants.hujson"),
    "tidy": ("pairs/tidy-before.hujson", "pairs/tidy-after.hujson"),
}
FORMATS = {
    "text": "txt",
    "markdown": "md",
    "json": "json",
    "jsonl": "jsonl",
    "github": "github",
    "mermaid": "mermaid",
    "dot": "dot",
    "csv": "csv",
}

NARROW = (
    '{"grants": [{"src": ["a@example.com"], "dst": ["tag:x"], "ip": ["22"]}], "tagOwners": {"tag:x": []}}'
)
WIDE = NARROW.replace('"22"', '"22", "80"')
OTHER = NARROW.replace('"tag:x": []', '"tag:x": ["a@example.com"]')
BOTH = NARROW.replace('"22"', '"80"')
LAYOUT = NARROW.replace("{", "{ // layout\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    texts = {"narrow": NARROW, "wide": WIDE, "other": OTHER, "both": BOTH, "layout": LAYOUT, "broken": "{"}
    for name, text in texts.items():
        (tmp_path / f"{name}.hujson").write_text(text)
    return tmp_path


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("output", FORMATS)
def test_golden(tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch, name: str, output: str) -> None:
    monkeypatch.chdir(ROOT / "fixtures")
    found = tailcli("diff", *PAIRS[name], "--format", output, "--exit-zero")
    assert (found.code, found.err) == (0, "")
    assert_golden(GOLDEN / f"{name}.{FORMATS[output]}", found.out)


@pytest.mark.parametrize("name", PAIRS)
def test_json_fits_the_schema(tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(ROOT / "fixtures")
    jsonschema.validate(json.loads(tailcli("diff", *PAIRS[name], "--format", "json").out), SCHEMA)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("new", "fail_on", "code"),
    [
        ("layout", "any", 0),
        ("wide", "any", 1),
        ("wide", "widened", 1),
        ("wide", "narrowed", 0),
        ("wide", "never", 0),
        ("both", "widened", 1),
        ("both", "narrowed", 1),
        ("other", "any", 1),
        ("other", "widened", 0),
    ],
)
def test_exit_codes(tailcli: Tailcli, new: str, fail_on: str, code: int) -> None:
    found = tailcli("diff", "narrow.hujson", f"{new}.hujson", "--fail-on", fail_on)
    assert (found.code, found.err) == (code, "")


@pytest.mark.usefixtures("folder")
def test_the_mirrored_change_is_narrower(tailcli: Tailcli) -> None:
    assert tailcli("diff", "wide.hujson", "narrow.hujson", "--fail-on", "narrowed").code == 1
    assert tailcli("diff", "wide.hujson", "narrow.hujson", "--fail-on", "widened").code == 0
    assert tailcli("diff", "wide.hujson", "narrow.hujson", "--exit-zero").code == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("pair", [("broken", "wide"), ("wide", "broken")])
def test_a_syntax_error_is_no_diff(tailcli: Tailcli, pair: tuple[str, str]) -> None:
    found = tailcli("diff", *(f"{name}.hujson" for name in pair))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error: broken.hujson:1:1: syntax error: ")
    assert found.err.count("\n") == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [
        ("absent.hujson", "wide.hujson"),
        ("-", "-"),
        ("-",),
        ("narrow.hujson", "wide.hujson", "both.hujson"),
        ("--base", "HEAD", "--merge-base", "HEAD"),
        ("--log", "0", "wide.hujson"),
        ("--log", "3", "wide.hujson", "both.hujson"),
        ("--log", "3", "--base", "HEAD", "wide.hujson"),
        ("--log", "3", "--expect", "wide.hujson", "wide.hujson"),
        ("--format", "html", "narrow.hujson", "wide.hujson"),
    ],
)
def test_what_does_not_go_together(tailcli: Tailcli, arguments: tuple[str, ...]) -> None:
    found = tailcli("diff", *arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err


@pytest.mark.usefixtures("folder")
def test_standard_input(tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WIDE.encode())))
    found = tailcli("diff", "narrow.hujson", "-", "--stdin-filename", "api.hujson")
    assert found.code == 1
    assert "narrow.hujson -> api.hujson" in found.out


def test_an_array_is_no_policy(tailcli: Tailcli, folder: Path) -> None:
    (folder / "array.hujson").write_text("[]")
    found = tailcli("diff", "array.hujson", "wide.hujson")
    assert (found.code, found.err) == (2, "error: array.hujson: no policy: the file holds no object\n")


@pytest.mark.usefixtures("folder")
def test_people_and_groupings(tailcli: Tailcli) -> None:
    for by in ("principal", "destination", "cause"):
        found = tailcli("diff", "narrow.hujson", "both.hujson", "--by", by, "--expand")
        assert found.out.count("a@example.com may ") == 2


@pytest.mark.usefixtures("folder")
def test_colour_only_where_asked_for(tailcli: Tailcli) -> None:
    assert "\x1b[" in tailcli("diff", "narrow.hujson", "wide.hujson", "--color", "always").out
    assert "\x1b[" not in tailcli("diff", "narrow.hujson", "wide.hujson").out


class TestExpect:
    def expect(self, tailcli: Tailcli, folder: Path, text: str, *more: str) -> Outcome:
        (folder / "pr.txt").write_text(text)
        return tailcli("diff", "narrow.hujson", "wide.hujson", "--expect", "pr.txt", *more)

    def test_exactly_so(self, tailcli: Tailcli, folder: Path) -> None:
        found = self.expect(
            tailcli, folder, "Opens the web port.\n\nAccess-Change: + a@example.com -> tag:x 80\n"
        )
        assert found.code == 0
        assert "As announced in pr.txt (1 statement): the access changes exactly so." in found.out

    def test_more_than_announced(self, tailcli: Tailcli, folder: Path) -> None:
        found = self.expect(tailcli, folder, "Access-Change: none\n")
        assert found.code == 1
        assert (
            "not announced: + a@example.com -> tag:x 80 (tcp, udp, icmp) (wide.hujson:1 grants[0])"
            in found.out
        )

    def test_less_than_announced(self, tailcli: Tailcli, folder: Path) -> None:
        found = self.expect(tailcli, folder, "+ a@example.com -> tag:x 80, tcp:443\n")
        assert found.code == 1
        assert "announced, but not so: + a@example.com -> tag:x tcp:443 (pr.txt:1)" in found.out

    @pytest.mark.parametrize("output", ["github", "csv", "jsonl"])
    def test_a_format_without_a_place_for_it(self, tailcli: Tailcli, folder: Path, output: str) -> None:
        found = self.expect(tailcli, folder, "Access-Change: none", "--format", output)
        assert found.code == 1
        assert found.err.startswith("Not as announced in pr.txt (0 statements, 1 mismatch):\n")

    def test_in_json(self, tailcli: Tailcli, folder: Path) -> None:
        document = json.loads(self.expect(tailcli, folder, "Access-Change: none", "--format", "json").out)
        jsonschema.validate(document, SCHEMA)
        assert document["announcement"]["met"] is False

    def test_a_statement_that_cannot_be_read(self, tailcli: Tailcli, folder: Path) -> None:
        found = self.expect(tailcli, folder, "x\nAccess-Change: + a@example.com\n")
        assert (found.code, found.out) == (2, "")
        assert found.err.startswith(
            "error: pr.txt:2: cannot be understood; write + SOURCE -> DESTINATION RIGHT"
        )


def test_a_diff_loads_nothing_that_it_does_not_need() -> None:
    fixture = str(ROOT / "fixtures" / "derp" / "policy.hujson")
    modules = loaded("diff", fixture, fixture)
    assert "tailcli.diff.compute" in modules
    slow = (
        "rich",
        "jsonschema",
        "deepdiff",
        "tomllib",
        "email",
        "asyncio",
        "dataclasses",
        "csv",
    )
    assert {name for name in slow if name in modules} == set()
    unneeded = ("markdown", "graph", "annotations", "spreadsheet", "history", "records")
    assert {name for name in unneeded if f"tailcli.report.diff.{name}" in modules} == set()
    assert "tailcli.inputs.git" not in modules


def test_a_fragment_uses_names_that_stand_elsewhere(tailcli: Tailcli, folder: Path) -> None:
    for name, port in (("before", 22), ("after", 80)):
        grant = f'{{"src": ["group:dev"], "dst": ["tag:x"], "ip": ["tcp:{port}"]}}'
        (folder / f"{name}.hujson").write_text(f'{{"grants": [{grant}]}}')
    assert "Identical" in tailcli("diff", "before.hujson", "after.hujson").out
    found = tailcli("diff", "before.hujson", "after.hujson", "--kind", "fragment")
    assert "Both wider and narrower" in found.out


NAMES = (
    "group:<img src=x onerror=alert(1)>",
    "group:@everyone #1 https://evil.example",
    "group:`|](javascript:1)",
    'group:"]; end',
    "group:\u202e\u001b[31m\n::error::x",
)


@pytest.mark.parametrize("output", FORMATS)
def test_hostile_names_from_end_to_end(tailcli: Tailcli, folder: Path, output: str) -> None:
    groups = {name: [f"::error::{n}@example.com", f"b{n}@example.com"] for n, name in enumerate(NAMES)}
    for name, port in (("mild", 22), ("wild", 80)):
        grants = [{"src": list(NAMES), "dst": ["tag:x", *NAMES], "ip": [f"tcp:{port}"]}]
        policy = {"groups": groups, "tagOwners": {"tag:x": list(NAMES)}, "grants": grants}
        (folder / f"{name}.hujson").write_text(json.dumps(policy))
    found = tailcli("diff", "mild.hujson", "wild.hujson", "--format", output)
    assert found.code == 1
    assert "@everyone" in found.out or output == "mermaid"
    assert "\x1b" not in found.out
    assert "\u202e" not in found.out
    commands = [line for line in found.out.splitlines() if line.lstrip().startswith("::")]
    assert all(output == "github" and " file=wild.hujson," in line for line in commands)


@pytest.mark.usefixtures("folder")
def test_tests_that_pin_the_change(tailcli: Tailcli) -> None:
    found = tailcli("diff", "narrow.hujson", "wide.hujson", "--suggest-tests", "--exit-zero")
    assert "No test would have noticed." in found.out
    assert '{"src": "a@example.com", "proto": "tcp", "accept": ["tag:x:80"]},' in found.out
    found = tailcli("diff", "narrow.hujson", "wide.hujson", "--suggest-tests", "--format", "markdown")
    assert '```json\n"tests": [\n' in found.out
    found = tailcli("diff", "narrow.hujson", "wide.hujson", "--suggest-tests", "--format", "csv")
    assert found.code == 2
