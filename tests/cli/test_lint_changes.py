"""``tailcli lint``: fixing, diffs, suppressions, baselines, statistics."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.inputs import writing
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

SELECT = ("--select", "TP014,TP020,TP98")
BEFORE = '{\r\n  "Groups": {}, // x\r\n  "group": {},\r\n}\r\n'
AFTER = BEFORE.replace("Groups", "groups")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "policy.hujson"
    made.write_bytes(BEFORE.encode())
    return made


def test_fix_writes_and_reports_what_remains(tailcli: Tailcli, path: Path) -> None:
    outcome = tailcli("lint", "--fix", "--format", "concise", *SELECT)
    assert outcome.code == 1
    assert outcome.out.startswith("policy.hujson:3:3: error TP020 ")
    assert len(outcome.out.splitlines()) == 1
    assert outcome.err == "policy.hujson: 1 finding fixed (1 TP014 key-case)\n"
    assert path.read_bytes() == AFTER.encode()
    assert tailcli("lint", "--fix", *SELECT).err == ""


def test_diff_prints_and_writes_nothing(tailcli: Tailcli, path: Path) -> None:
    outcome = tailcli("lint", "--diff", *SELECT)
    assert outcome.code == 1
    assert '-  "Groups": {}, // x\r\n+  "groups": {}, // x\r\n' in outcome.out
    assert path.read_bytes() == BEFORE.encode()
    path.write_bytes(AFTER.encode())
    assert tailcli("lint", "--diff", *SELECT)[:2] == (0, "")


def test_the_standard_input_is_fixed_to_the_standard_output(
    tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"Groups": {}}')))
    outcome = tailcli("lint", "-", "--fix", *SELECT)
    assert (outcome.code, outcome.out) == (0, '{"groups": {}}')


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    "arguments", [("--unsafe-fixes",), ("--fix", "--add-suppressions"), ("--reason", "because")]
)
def test_options_that_mean_nothing_together(tailcli: Tailcli, arguments: tuple[str, ...]) -> None:
    outcome = tailcli("lint", *arguments)
    assert (outcome.code, outcome.out) == (2, "")


def test_a_file_that_changes_meanwhile_is_left(
    tailcli: Tailcli, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fix(*arguments: object, **more: object) -> object:
        path.write_text("{} // mine\n")
        return original(*arguments, **more)

    original = api.fix
    monkeypatch.setattr(api, "fix", fix)
    outcome = tailcli("lint", "--fix", *SELECT)
    assert outcome.code == 2
    assert "policy.hujson: changed while it was worked on" in outcome.err
    assert path.read_text() == "{} // mine\n"


def test_a_file_that_cannot_be_written_does_not_keep_the_others_from_it(
    tailcli: Tailcli, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace_text(name: str, before: str, after: str) -> None:
        if name == "a.hujson":
            raise InputError(name, "cannot be written")
        original(name, before, after)

    original = writing.replace_text
    monkeypatch.setattr(writing, "replace_text", replace_text)
    (path.parent / "a.hujson").write_bytes(BEFORE.encode())
    outcome = tailcli("lint", "--fix", "--format", "concise", *SELECT)
    assert outcome.code == 2
    assert "error: a.hujson: cannot be written\n" in outcome.err
    assert "a.hujson: 1 finding fixed" not in outcome.err
    assert [line.split(":")[0] for line in outcome.out.splitlines()] == ["policy.hujson"]
    assert path.read_bytes() == AFTER.encode()
    assert tailcli("fmt").code == 2


def test_suppressions_are_added_once(tailcli: Tailcli, path: Path) -> None:
    outcome = tailcli("lint", "--add-suppressions", "--reason", "until\nspring", *SELECT)
    assert (outcome.code, outcome.out) == (0, "No findings in 1 file.\n")
    assert outcome.err == "policy.hujson: 2 findings suppressed\n"
    text = path.read_bytes()
    assert b'  // tailcli: ignore[TP014] until spring\r\n  "Groups"' in text
    assert tailcli("lint", "--add-suppressions", *SELECT).err == ""
    assert path.read_bytes() == text
    assert tailcli("lint", *SELECT).code == 0
    assert tailcli("lint", "--no-ignores", *SELECT).code == 1


def test_a_baseline_hides_what_is_known(tailcli: Tailcli, path: Path) -> None:
    written = tailcli("lint", "--write-baseline", "known.json", *SELECT)
    assert (written.code, written.out) == (0, "")
    assert written.err == "known.json: 2 findings in 1 file written\n"
    path.write_text(path.read_text().replace("{\n", '{\n  "Hosts": {},\n', 1))
    outcome = tailcli("lint", "--baseline", "known.json", "--format", "concise", *SELECT)
    assert outcome.err == "known.json: 2 known findings not shown\n"
    assert outcome.out == 'policy.hujson:2:3: info TP014 The key "Hosts" is spelt "hosts"\n'
    assert outcome.code == 0


def test_what_a_baseline_no_longer_needs_is_told(tailcli: Tailcli, path: Path) -> None:
    tailcli("lint", "--write-baseline", "known.json", *SELECT)
    path.write_text('{"hosts": {}}')
    outcome = tailcli("lint", "--baseline", "known.json", *SELECT)
    assert "no longer found in policy.hujson: 1 TP014 at /Groups, 1 TP020 at /group" in outcome.err
    fewer = tailcli("lint", "--baseline", "known.json", "--select", "TP014")
    assert "TP020" not in fewer.err


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no such baseline (tailcli lint --write-baseline known.json makes one)"),
        ("[", "not valid JSON"),
        ("{}", "not a baseline"),
        ('{"version": 2}', "version 2 is not known"),
        ('{"version": 1, "files": {"a": [{"code": 1}]}}', "a[0]: expected code, pointer, content and count"),
    ],
)
def test_a_wrong_baseline(tailcli: Tailcli, path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (path.parent / "known.json").write_text(text)
    outcome = tailcli("lint", "--baseline", "known.json")
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err


@pytest.mark.usefixtures("path")
def test_statistics(tailcli: Tailcli) -> None:
    outcome = tailcli("lint", "--statistics", *SELECT)
    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == "1  TP014 * key-case"
    rules = json.loads(tailcli("lint", "--statistics", "--format", "json", *SELECT).out)["rules"]
    assert [(rule["code"], rule["count"], rule["safe"]) for rule in rules] == [
        ("TP014", 1, 1),
        ("TP020", 1, 0),
    ]
