"""What the settings tell of synced groups and roles, in ``tailcli test`` and ``tailcli access``."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.inputs.test_git import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

POLICY = """{
  "tagOwners": {"tag:db": [], "tag:web": []},
  "acls": [
    {"action": "accept", "src": ["group:staff@example.com"], "dst": ["tag:db:5432"]},
    {"action": "accept", "src": ["autogroup:admin"], "dst": ["tag:web:443"]},
  ],
  "tests": [
    {"src": "alice@example.com", "accept": ["tag:db:5432"]},
    {"src": "bob@example.com", "accept": ["tag:web:443"]},
  ],
}
"""
GROUPS = '[groups]\n"group:staff@example.com" = ["alice@example.com"]\n'
ROLES = '[roles]\nadmin = ["bob@example.com"]\n'
STAFF = ("--src", "alice@example.com", "--dst", "tag:db:5432", "--exit-code")


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a policy below a folder that may have settings; the current folder is another one."""
    for name in ("net", "elsewhere", ".git"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    path = tmp_path / "net" / "policy.hujson"
    path.write_text(POLICY)
    return path


def settle(policy: Path, text: str) -> Path:
    path = policy.parent.parent / "tailcli.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("settings", "counts", "hints"),
    [
        (
            "",
            (0, 0, 2),
            [
                "[groups] in tailcli.toml would tell",
                "[roles] in tailcli.toml would tell, or a list of users (--devices FILE)",
            ],
        ),
        (GROUPS, (1, 0, 1), ["[roles] in tailcli.toml would tell, or a list of users (--devices FILE)"]),
        (GROUPS + ROLES, (2, 0, 0), []),
        (GROUPS.replace("alice", "carol") + ROLES, (1, 1, 0), []),
    ],
)
def test_tests_count_what_the_settings_tell(
    tailcli: Tailcli, policy: Path, settings: str, counts: tuple[int, ...], hints: list[str]
) -> None:
    settle(policy, settings)
    found = tailcli("test", str(policy))
    assert found.err == ""
    assert [line.strip()[6:] for line in found.out.splitlines() if line.strip().startswith("hint:")] == hints
    summary = json.loads(tailcli("test", str(policy), "--format", "json").out)["summary"]
    assert (summary["pass"], summary["fail"], summary["unknown"]) == counts
    assert found.code == bool(counts[1])


def test_a_hint_is_in_junit_too(tailcli: Tailcli, policy: Path) -> None:
    assert (
        "hint: [groups] in tailcli.toml would tell\n" in tailcli("test", str(policy), "--format", "junit").out
    )


@pytest.mark.parametrize(("settings", "code"), [("", 3), (GROUPS, 0), (GROUPS.replace("alice", "carol"), 1)])
def test_access_counts_what_the_settings_tell(
    tailcli: Tailcli, policy: Path, settings: str, code: int
) -> None:
    settle(policy, settings)
    found = tailcli("access", str(policy), *STAFF)
    assert found.code == code
    assert ("hint: [groups] in tailcli.toml would tell" in found.out) is (code == 3)


def test_an_open_question_has_one_hint(tailcli: Tailcli, policy: Path) -> None:
    said = tailcli("access", str(policy), "--src", "alice@example.com").out
    assert said.count("hint: ") == 1
    assert (
        "hint: [groups] and [roles] in tailcli.toml would tell, or for roles a list of users (--devices FILE)"
    ) in said


@pytest.mark.parametrize("command", ["test", "access"])
def test_options_choose_other_settings(tailcli: Tailcli, policy: Path, tmp_path: Path, command: str) -> None:
    words = ("test", str(policy), "--strict") if command == "test" else ("access", str(policy), *STAFF)
    settle(policy, GROUPS + ROLES)
    assert tailcli(*words).code == 0
    assert tailcli(*words, "--isolated").code != 0
    other = tmp_path / "other.toml"
    other.write_text("")
    assert tailcli(*words, "--config", str(other)).code != 0
    other.write_text(GROUPS + ROLES)
    settle(policy, "")
    assert tailcli(*words).code != 0
    assert tailcli(*words, "--config", str(other)).code == 0


def test_the_standard_input_has_the_settings_of_the_current_folder(
    tailcli: Tailcli, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(policy, "")
    (policy.parent / "tailcli.toml").write_text(GROUPS + ROLES)
    for folder, code in ((policy.parent.parent / "elsewhere", 1), (policy.parent, 0)):
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(POLICY.encode())))
        assert tailcli("test", "-", "--strict").code == code


def test_of_settings_and_lists_the_settings_count(tailcli: Tailcli, policy: Path, tmp_path: Path) -> None:
    users = tmp_path / "users.json"
    users.write_text(json.dumps({"users": [{"id": "1", "loginName": "bob@example.com", "role": "member"}]}))
    words = ("test", str(policy), "--devices", str(users))
    settle(policy, GROUPS)
    assert tailcli(*words).code == 1
    settle(policy, GROUPS + ROLES)
    assert tailcli(*words, "--strict").code == 0


def test_settings_that_cannot_be_used_are_one_error(tailcli: Tailcli, policy: Path) -> None:
    settings = settle(policy, '[roles]\nadmn = ["bob@example.com"]\n')
    for words in (("test", str(policy)), ("access", str(policy), *STAFF)):
        found = tailcli(*words)
        assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
        assert str(settings) in found.err


def test_the_hook_takes_them_too(tailcli: Tailcli, policy: Path) -> None:
    words = ("hook", "test", "--strict", str(policy))
    assert tailcli(*words).code == 1
    settle(policy, GROUPS + ROLES)
    assert tailcli(*words).code == 0


def guard(demand: str, who: str) -> str:
    ends = f'from = ["{who}@example.com"]\nto = ["tag:db"]\nports = ["tcp:5432"]\n'
    return f'[[guard.{demand}]]\nname = "it"\n{ends}'


CAROL_TOO = GROUPS.replace('"]', '", "carol@example.com"]')


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ("", []),
        (GROUPS + ROLES, []),
        (GROUPS.replace("alice", "carol"), ["TP805"]),
        (ROLES.replace("bob", "carol"), ["TP805"]),
        (guard("must-reach", "carol"), ["TP292"]),
        (CAROL_TOO + guard("must-reach", "carol"), []),
        (guard("must-not-reach", "alice"), []),
        (GROUPS + guard("must-not-reach", "alice"), ["TP291"]),
    ],
)
@pytest.mark.parametrize("options", [(), ("--persona", "default"), ("--fix",)])
def test_lint_counts_what_the_settings_tell(
    tailcli: Tailcli, policy: Path, settings: str, codes: list[str], options: tuple[str, ...]
) -> None:
    settle(policy, settings)
    found = json.loads(tailcli("lint", str(policy), "--format", "json", *options).out)["findings"]
    assert [one["code"] for one in found if one["code"] in {"TP805", "TP291", "TP292"}] == codes


def test_the_witness_of_a_guardrail_is_a_person_that_the_settings_tell(
    tailcli: Tailcli, policy: Path
) -> None:
    settle(policy, GROUPS + guard("must-not-reach", "alice"))
    said = tailcli("lint", str(policy), "--format", "concise").out
    assert "(for example alice@example.com -> tag:db tcp:5432)" in said


def test_what_a_guardrail_of_told_people_finds_can_be_silenced(tailcli: Tailcli, policy: Path) -> None:
    settle(policy, GROUPS + guard("must-not-reach", "alice"))
    assert tailcli("lint", str(policy), "--add-suppressions").code == 0
    assert "TP291" in policy.read_text()
    assert tailcli("lint", str(policy)).code == 0
    settle(policy, guard("must-not-reach", "alice"))
    assert "TP980" in tailcli("lint", str(policy), "--format", "concise").out


@pytest.mark.parametrize(
    ("settings", "rule", "code"),
    [
        (guard("must-not-reach", "alice"), "", 0),
        (GROUPS + guard("must-not-reach", "alice"), "TP291", 1),
        (guard("must-reach", "carol"), "TP292", 1),
        (CAROL_TOO + guard("must-reach", "carol"), "", 0),
    ],
)
def test_guardrails_of_a_diff_count_what_the_settings_tell(
    tailcli: Tailcli, policy: Path, settings: str, rule: str, code: int
) -> None:
    settle(policy, settings)
    old = policy.with_name("old.hujson")
    old.write_text(POLICY.replace("443", "80"))
    found = tailcli("diff", str(old), str(policy), "--fail-on", "never", "--format", "json")
    gates = json.loads(found.out)["diffs"][0]["gates"]
    broken = [one for one in gates["findings"] if one["code"] in {"TP291", "TP292"}]
    assert [one["code"] for one in broken] == [rule] * bool(rule)
    assert found.code == code
    person = "carol" if rule == "TP292" else "alice"
    words = f"(for example {person}@example.com -> tag:db tcp:5432; so it was before)"
    assert all(words in one["message"] for one in broken)


def test_the_history_holds_guardrails_to_the_people_of_today(
    tailcli: Tailcli, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = policy.parent.parent
    (folder / ".git").rmdir()
    git(folder, "init", "-q", "-b", "main")
    for ports, subject in (("80", "begin"), ("443", "port")):
        policy.write_text(POLICY.replace("443", ports))
        settle(policy, guard("must-not-reach", "alice"))
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", subject)
    monkeypatch.chdir(policy.parent)
    words = ("diff", "--log", "1", "policy.hujson", "--gate", "lockout")
    assert "fails" not in tailcli(*words).out
    settle(policy, GROUPS + guard("must-not-reach", "alice"))
    assert "fails must-not-reach" in tailcli(*words).out


def test_a_version_in_git_counts_what_the_settings_of_its_revision_tell(
    tailcli: Tailcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet")
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "policy.hujson").write_text(POLICY)
    nobody = GROUPS.replace("alice", "carol")
    for text in (GROUPS + ROLES, nobody + ROLES, ""):
        (tmp_path / "net" / "tailcli.toml").write_text(text)
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--message", "settings")
    settings = tmp_path / "tailcli.toml"
    settings.write_text(nobody + ROLES)
    for revision, code in {"HEAD~2": 0, "HEAD~1": 1, "HEAD": 3}.items():
        version = f"{revision}:net/policy.hujson"
        assert tailcli("access", version, *STAFF).code == code
        assert tailcli("test", version, "--strict").code == min(code, 1)
        assert tailcli("access", version, *STAFF, "--config", str(settings)).code == 1
        assert tailcli("access", version, *STAFF, "--isolated").code == 3
    monkeypatch.chdir(tmp_path / "net")
    assert tailcli("access", "HEAD~2:./policy.hujson", *STAFF).code == 0
