"""``tailcli diff`` with what is known of the tailnet: ``--devices``, and what the settings tell."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tests.cli.test_bad_input_devices import INVENTORIES, is_one_error
from tests.cli.test_diff import FORMATS, GOLDEN, SCHEMA
from tests.cli.test_process import loaded
from tests.golden import assert_golden
from tests.inputs.test_git import git

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

FIXTURES = Path(__file__).parents[2] / "fixtures"
STAFF = "group:staff@example.com"
OLD = json.dumps(
    {"tagOwners": {"tag:db": []}, "grants": [{"src": [STAFF], "dst": ["tag:db"], "ip": ["tcp:22"]}]}
)
NEW = OLD.replace(
    '"tcp:22"]}', '"tcp:22"]}, {"src": ["autogroup:admin"], "dst": ["tag:db"], "ip": ["tcp:22"]}'
)
SETTINGS = '[groups]\n"group:staff@example.com" = ["alice@example.com", "bob@example.com"]\n'
DEVICES = {
    "devices": [
        {"nodeId": "n1", "name": "lap.t.ts.net", "addresses": ["100.64.0.1"], "user": "dan@example.com"},
        {"nodeId": "n2", "name": "db-1.t.ts.net", "addresses": ["100.64.0.2"], "tags": ["tag:db"]},
    ]
}
USERS = {
    "users": [
        {"loginName": "alice@example.com", "role": "admin"},
        {"loginName": "dan@example.com", "role": "owner"},
    ]
}
HOSTILE = (
    "\x1b[31m\u202ex\r\n::error::pwned",
    "a|b`c``d</summary><script>alert(1)</script><!--",
    "@everyone #1 https://evil.example [x](javascript:1)",
    '=cmd|" /C calc"!A0',
    'x"]; click n1 "javascript:1" %%{init}%% end',
    "##vso[task.setvariable]",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "old.hujson": OLD,
        "new.hujson": NEW,
        "devices.json": json.dumps(DEVICES),
        "users.json": json.dumps(USERS),
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def said(found: Outcome) -> str:
    return " ".join(found.out.split())


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("expand", [False, True])
def test_golden(tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch, output: str, *, expand: bool) -> None:
    monkeypatch.chdir(FIXTURES)
    versions = ("derp/policy.hujson", "derp/on-call.hujson")
    group = 'groups."group:oncall@example.com"=["carol@example.com", "dan@example.com"]'
    options = ("--devices", "derp/devices.json", "--config", group, *(["--expand"] if expand else []))
    found = tailcli("diff", *versions, *options, "--format", output, "--exit-zero")
    assert (found.code, found.err) == (0, "")
    name = "on-call-expanded" if expand else "on-call"
    assert_golden(GOLDEN / f"{name}.{FORMATS[output]}", found.out)
    if output == "json":
        jsonschema.validate(json.loads(found.out), SCHEMA)
    if output == "jsonl":
        for line in found.out.splitlines():
            jsonschema.validate(json.loads(line), SCHEMA)


@pytest.mark.usefixtures("folder")
class TestWhoIsWho:
    def test_without_facts_it_is_said_what_would_tell(self, tailcli: Tailcli) -> None:
        found = said(tailcli("diff", "old.hujson", "new.hujson"))
        assert "the file does not tell who is in autogroup:admin: [roles] in tailcli.toml would" in found
        assert "autogroup:admin may reach tag:db on tcp:22" in found

    def test_the_settings_beside_the_old_file_tell(self, tailcli: Tailcli, folder: Path) -> None:
        (folder / "tailcli.toml").write_text(SETTINGS + '[roles]\nadmin = ["bob@example.com"]\n')
        found = tailcli("diff", "old.hujson", "new.hujson", "--fail-on", "widened")
        assert (found.code, "Identical" in found.out or "Same access" in found.out) == (0, True)
        isolated = tailcli("diff", "old.hujson", "new.hujson", "--isolated")
        assert "autogroup:admin may reach" in isolated.out

    def test_a_list_of_users_tells_of_roles(self, tailcli: Tailcli) -> None:
        found = said(tailcli("diff", "old.hujson", "new.hujson", "--devices", "users.json"))
        assert "autogroup:admin (2 people) may reach tag:db on tcp:22" in found
        assert f"the file does not tell who is in {STAFF}: [groups] in tailcli.toml would" in found
        assert f"depends on whether they are in {STAFF}" in found

    def test_both_together_and_several_lists(self, tailcli: Tailcli, folder: Path) -> None:
        (folder / "tailcli.toml").write_text(SETTINGS)
        lists = ("--devices", "users.json", "--devices", "devices.json")
        found = said(tailcli("diff", "old.hujson", "new.hujson", *lists))
        assert "dan@example.com (device lap) may reach tag:db (device db-1) on tcp:22" in found
        assert "depends" not in found

    def test_the_settings_count_before_a_list(self, tailcli: Tailcli, folder: Path) -> None:
        (folder / "tailcli.toml").write_text('[roles]\nadmin = ["zoe@example.com"]\nowner = []\n')
        found = said(tailcli("diff", "old.hujson", "new.hujson", "--devices", "users.json"))
        assert "zoe@example.com" in found
        assert "dan@example.com" not in found

    def test_an_announcement_knows_them_too(self, tailcli: Tailcli, folder: Path) -> None:
        (folder / "tailcli.toml").write_text(SETTINGS)
        (folder / "pr.txt").write_text("Access-Change: + dan@example.com -> tag:db tcp:22\n")
        given = ("old.hujson", "new.hujson", "--expect", "pr.txt")
        assert tailcli("diff", *given).code == 1
        assert tailcli("diff", *given, "--devices", "users.json").code == 0

    def test_suggested_tests_are_about_the_people_who_were_told(self, tailcli: Tailcli) -> None:
        given = ("old.hujson", "new.hujson", "--suggest-tests", "--devices", "users.json")
        assert (
            '{"src": "alice@example.com", "proto": "tcp", "accept": ["tag:db:22"]}'
            in tailcli("diff", *given).out
        )

    def test_a_domain_that_is_not_the_tailnets(self, tailcli: Tailcli, folder: Path) -> None:
        wrong = NEW.replace("autogroup:admin", "user:*@example.org")
        (folder / "new.hujson").write_text(wrong)
        assert "would be refused" not in tailcli("diff", "old.hujson", "new.hujson").out
        (folder / "tailcli.toml").write_text('[tailnet]\ndomains = ["example.com"]\n')
        assert "NEW would be refused" in tailcli("diff", "old.hujson", "new.hujson").out

    def test_the_standard_input_is_one_input(self, tailcli: Tailcli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(USERS).encode())))
        found = tailcli("diff", "old.hujson", "new.hujson", "--devices", "-")
        assert "autogroup:admin (2 people)" in found.out
        for given in (("-", "new.hujson"), ("old.hujson", "new.hujson", "--expect", "-")):
            refused = tailcli("diff", *given, "--devices", "-")
            assert (refused.code, "the standard input can be one input only" in refused.err) == (2, True)


def test_a_base_tells_by_its_own_settings(
    tailcli: Tailcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change cannot say that those who gain access had it already."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "policy.hujson").write_text(OLD)
    (tmp_path / "tailcli.toml").write_text('[roles]\nadmin = ["dan@example.com"]\n')
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "begin")
    (tmp_path / "policy.hujson").write_text(NEW)
    (tmp_path / "tailcli.toml").write_text("[roles]\nadmin = []\n")
    for asked in ((), ("--base", "main"), ("HEAD:policy.hujson", "policy.hujson")):
        assert "autogroup:admin (1 person) may reach tag:db" in tailcli("diff", *asked).out
    assert "may reach tag:db" not in tailcli("diff", "--config", "tailcli.toml").out


def test_a_history_and_the_hook_know_them_too(
    tailcli: Tailcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    for text, subject in ((OLD, "begin"), (NEW, "admins")):
        (tmp_path / "policy.hujson").write_text(text)
        (tmp_path / "tailcli.toml").write_text(SETTINGS)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", subject)
    (tmp_path / "users.json").write_text(json.dumps({"users": [USERS["users"][0]]}))
    log = ("diff", "--log", "1", "policy.hujson")
    assert re.search(r"wider +\+1 -0 +admins", tailcli(*log).out)
    assert re.search(r"identical +\+0 -0 +admins", tailcli(*log, "--devices", "users.json").out)
    (tmp_path / "policy.hujson").write_text(NEW.replace("autogroup:admin", "bob@example.com"))
    git(tmp_path, "add", ".")
    staged = said(tailcli("hook", "diff"))
    assert "settings: HEAD:tailcli.toml" in staged
    assert "bob@example.com may reach" not in staged


@pytest.mark.parametrize("name", INVENTORIES)
def test_a_list_that_cannot_be_read(tailcli: Tailcli, folder: Path, name: str) -> None:
    data, message = INVENTORIES[name]
    (folder / "bad.json").write_bytes(data)
    found = tailcli("diff", "old.hujson", "new.hujson", "--devices", str(folder / "bad.json"))
    assert found.code == 2
    is_one_error(found, folder / "bad.json", message)


@pytest.mark.usefixtures("folder")
def test_a_list_that_is_not_there(tailcli: Tailcli) -> None:
    found = tailcli("diff", "old.hujson", "new.hujson", "--devices", "nowhere.json")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error: nowhere.json: ")


@pytest.mark.parametrize("output", FORMATS)
def test_names_of_devices_take_no_effect(tailcli: Tailcli, folder: Path, output: str) -> None:
    """The names of devices are written by whoever enrols one."""
    listed = [
        {"name": name, "addresses": [f"100.64.0.{number}"], "user": name, "tags": tags}
        for number, name in enumerate(HOSTILE, 1)
        for tags in ([], ["tag:db"], [f"tag:{name}"])
    ]
    for number, one in enumerate(listed, 1):
        one["addresses"] = [f"100.64.1.{number}"]
    (folder / "bad.json").write_text(json.dumps({"devices": listed}))
    (folder / "new.hujson").write_text(NEW.replace("autogroup:admin", "*"))
    options = ("--devices", "bad.json", "--expand", "--format", output)
    out = tailcli("diff", "old.hujson", "new.hujson", *options).out
    assert not [character for character in out if not character.isprintable() and character != "\n"]
    assert not re.search(r"^\s*::(?!notice|warning|error)", out, re.MULTILINE)
    assert "##vso[" not in out
    if output == "markdown":
        shown = re.sub(r"(`+).*?\1", "", out)
        assert "<script" not in shown
        assert "@everyone" not in shown
        assert "https:" not in shown
    if output == "csv":
        cells = [cell for line in csv.reader(io.StringIO(out)) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    if output in {"json", "jsonl"}:
        assert out.isascii()
    if output == "github":
        assert all(line.startswith("::") for line in out.splitlines())


def test_many_devices_are_counted_and_some_are_shown(tailcli: Tailcli, folder: Path) -> None:
    listed = [
        {
            "name": f"db-{number:04}",
            "addresses": [f"100.65.{number // 250}.{number % 250}"],
            "tags": ["tag:db"],
        }
        for number in range(1200)
    ]
    (folder / "many.json").write_text(json.dumps({"devices": listed}))
    given = ("diff", "old.hujson", "new.hujson", "--devices", "many.json")
    assert "tag:db (1200 devices)" in tailcli(*given).out
    expanded = said(tailcli(*given, "--expand"))
    assert "devices of tag:db: db-0000, db-0001" in expanded
    assert "db-0019 and 1180 more" in expanded
    row = json.loads(tailcli(*given, "--format", "json").out)["diffs"][0]["rows"][0]
    devices = row["destinations"][0]["devices"]
    assert (devices["count"], len(devices["names"])) == (1200, 100)
    line = tailcli(*given, "--format", "csv").out.splitlines()[1]
    assert "db-0099; 1100 more" in line


def test_nothing_of_inventories_is_loaded_without_one() -> None:
    fixture = str(FIXTURES / "derp" / "policy.hujson")
    unneeded = (
        "tailcli.inputs.inventory",
        "tailcli.access.census",
        "tailcli.access.facts",
        "tailcli.diff.devices",
    )
    modules = loaded("diff", fixture, str(FIXTURES / "derp" / "member-leaves.hujson"))
    assert {name for name in unneeded if name in modules} == set()
    modules = loaded("diff", fixture, fixture, "--devices", str(FIXTURES / "derp" / "devices.json"))
    assert {name for name in unneeded if name not in modules} == {"tailcli.diff.devices"} - modules
