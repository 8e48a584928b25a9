"""Gates of ``tailcli diff``: exit codes, and settings that a change cannot edit away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.inputs.test_git import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

GUARD = """\
[[guard.must-not-reach]]
name = "secrets"
from = ["*"]
except = ["group:infra"]
to = ["tag:secrets"]
reason = "only infra holds keys"
"""
WEB = '{"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:80"]}'
FORBIDDEN = '{"src": ["group:dev"], "dst": ["tag:secrets"], "ip": ["tcp:80"]}'
BROAD = '{"src": ["*"], "dst": ["*"], "ip": ["tcp:80"]}'


def policy(*grants: str) -> str:
    base = '{"src": ["group:infra"], "dst": ["tag:secrets"], "ip": ["tcp:443"]}'
    rules = "".join(f"    {grant},\n" for grant in (base, *grants))
    groups = '"group:infra": ["alice@example.com"], "group:dev": ["dan@example.com"]'
    return (
        f'{{\n  "groups": {{{groups}}},\n  "tagOwners": {{"tag:secrets": [], "tag:web": []}},\n'
        f'  "grants": [\n{rules}  ],\n}}\n'
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    (folder / "net").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "net" / "policy.hujson").write_text(policy())
    (folder / "tailcli.toml").write_text(GUARD)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "begin")
    monkeypatch.chdir(folder)
    return folder


def write(repository: Path, *grants: str, settings: str | None = None) -> None:
    (repository / "net" / "policy.hujson").write_text(policy(*grants))
    if settings is not None:
        (repository / "tailcli.toml").write_text(settings)


ASKS = [
    ("diff",),
    ("diff", "--base", "HEAD"),
    ("diff", "--merge-base", "HEAD", "net"),
    ("diff", "--base", "main", "net/policy.hujson"),
    ("diff", "HEAD:net/policy.hujson", "net/policy.hujson"),
]


@pytest.mark.parametrize(
    ("ask", "settings"),
    [
        *((ask, "") for ask in ASKS),
        *(
            (ASKS[0], text)
            for text in ('ignore = ["TP291"]\n', "persona = 3\n", GUARD.replace("secrets", "web"))
        ),
    ],
)
def test_a_change_cannot_switch_off_its_own_gate(
    tailcli: Tailcli, repository: Path, ask: tuple[str, ...], settings: str
) -> None:
    write(repository, FORBIDDEN, settings=settings)
    found = tailcli(*ask, "--fail-on", "never")
    assert found.code == 1
    assert "FAILS TP291 must-not-reach" in found.out
    assert "only infra holds keys" in " ".join(found.out.split())
    assert "TP991 settings-loosened" in found.out
    assert "settings: " in found.out
    assert ":tailcli.toml)" in found.out


def test_nor_by_removing_or_moving_the_settings(tailcli: Tailcli, repository: Path) -> None:
    write(repository, FORBIDDEN)
    (repository / "tailcli.toml").unlink()
    found = tailcli("diff", "--fail-on", "never")
    assert found.code == 1
    assert "FAILS TP291" in found.out
    (repository / "net" / "tailcli.toml").write_text("")
    found = tailcli("diff", "--fail-on", "never")
    assert found.code == 1
    assert "FAILS TP291" in found.out


def test_nor_by_moving_the_policy(tailcli: Tailcli, repository: Path) -> None:
    (repository / "other").mkdir()
    (repository / "other" / "tailcli.toml").write_text("")
    (repository / "net" / "policy.hujson").unlink()
    (repository / "other" / "policy.hujson").write_text(policy(FORBIDDEN))
    found = tailcli("diff", "--fail-on", "never")
    assert found.code == 1
    assert "FAILS TP291" in found.out


def test_between_two_revisions_the_older_counts(tailcli: Tailcli, repository: Path) -> None:
    write(repository, FORBIDDEN, settings="")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "open")
    found = tailcli("diff", "HEAD~1:net/policy.hujson", "HEAD:net/policy.hujson", "--fail-on", "never")
    assert found.code == 1
    assert "FAILS TP291" in found.out
    assert "guard.must-not-reach" in found.out


def test_a_settings_file_that_is_named_is_taken_instead(tailcli: Tailcli, repository: Path) -> None:
    write(repository, FORBIDDEN)
    (repository / "own.toml").write_text('[diff]\nfail-on = "never"\n')
    found = tailcli("diff", "--config", "own.toml")
    assert (found.code, "TP291" in found.out) == (0, False)
    assert "settings: own.toml" in found.out
    assert tailcli("diff", "--isolated", "--fail-on", "never").code == 0


def test_settings_that_change_beside_an_unchanged_policy(tailcli: Tailcli, repository: Path) -> None:
    write(repository, settings="")
    found = tailcli("diff")
    assert found.code == 0
    assert "looser: guard.must-not-reach: secrets" in found.out
    assert tailcli("diff", "--gate", "settings-loosened").code == 1
    write(repository, settings=GUARD + '\n[severity]\nTP101 = "warning"\n')
    assert tailcli("diff", "--gate", "settings-loosened").code == 1
    write(repository, settings=GUARD + '\n[severity]\nTP283 = "error"\n')
    assert tailcli("diff", "--gate", "settings-loosened").code == 0


def test_people_that_a_change_of_the_settings_tells_are_told_and_no_loosening(
    tailcli: Tailcli, repository: Path
) -> None:
    write(repository, settings=f'{GUARD}\n[groups]\n"group:staff@example.com" = ["alice@example.com"]\n')
    found = tailcli("diff", "--gate", "settings-loosened")
    assert found.code == 0
    assert found.out.endswith(
        'Settings of tailcli (1 change)\n  groups."group:staff@example.com": alice@example.com: new\n'
    )


def test_settings_added_by_the_change_do_not_count_yet(tailcli: Tailcli, repository: Path) -> None:
    write(repository, BROAD, settings=GUARD.replace("not-", "") + '\n[diff]\ngates = ["all"]\n')
    found = tailcli("diff", "--fail-on", "never", "--config", "fail-on=error")
    assert "FAILS TP292" not in found.out
    assert "FAILS TP281" not in found.out
    assert "diff.gates: all: new" in found.out


def test_gates_that_the_base_names_count(tailcli: Tailcli, repository: Path) -> None:
    (repository / "tailcli.toml").write_text('[diff]\ngates = ["new-broad-access"]\n')
    git(repository, "commit", "-q", "-a", "-m", "gates")
    write(repository, WEB, settings="")
    assert tailcli("diff").code == 0
    write(repository, BROAD)
    found = tailcli("diff")
    assert found.code == 1
    assert "FAILS TP281 new-broad-access" in found.out


@pytest.mark.parametrize(
    ("grant", "options", "code"),
    [
        (WEB, [], 1),
        (WEB, ["--fail-on", "never"], 0),
        (WEB, ["--fail-on", "widened"], 1),
        (WEB, ["--gate", "all"], 0),
        (WEB, ["--gate", "all", "--fail-on", "any"], 1),
        (BROAD, ["--gate", "lockout"], 1),
        (BROAD, ["--gate", "lockout", "--isolated"], 0),
        (BROAD, ["--gate", "lockout,TP281", "--isolated"], 1),
        (BROAD, ["--gate", "lockout", "--gate", "exposure", "--isolated"], 1),
        (FORBIDDEN, ["--gate", "lockout"], 1),
        (FORBIDDEN, ["--fail-on", "never"], 1),
        (FORBIDDEN, ["--exit-zero"], 0),
        (BROAD, ["--isolated", "--config", "diff.gates=all"], 1),
        (WEB, ["--isolated", "--config", "diff.fail-on=never"], 0),
        (WEB, ["--gate", "all", "--config", "severity.exposure=error"], 0),
    ],
)
def test_exit_codes(tailcli: Tailcli, repository: Path, grant: str, options: list[str], code: int) -> None:
    write(repository, grant)
    assert tailcli("diff", *options).code == code


@pytest.mark.parametrize(
    ("said", "options", "code"),
    [
        ("+ group:dev -> tag:web tcp:80", [], 0),
        ("none", [], 1),
        ("none", ["--fail-on", "never"], 1),
        ("none", ["--exit-zero"], 0),
        ("+ group:dev -> tag:web tcp:80", ["--gate", "all"], 0),
    ],
)
def test_an_announcement_always_counts(
    tailcli: Tailcli, repository: Path, said: str, options: list[str], code: int
) -> None:
    write(repository, WEB)
    (repository / "said.txt").write_text(f"Access-Change: {said}\n")
    found = tailcli("diff", "--expect", "said.txt", "net/policy.hujson", *options)
    assert found.code == code
    assert ("FAILS TP285 unexpected-change" in found.out) is (said == "none")


def test_what_is_announced_does_not_open_a_guardrail(tailcli: Tailcli, repository: Path) -> None:
    write(repository, FORBIDDEN)
    (repository / "said.txt").write_text("Access-Change: + group:dev -> tag:secrets tcp:80\n")
    assert tailcli("diff", "--expect", "said.txt", "net/policy.hujson").code == 1


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("word", ["TP101", "lockuot", "syntax"])
def test_only_rules_about_a_change_are_gates(tailcli: Tailcli, word: str) -> None:
    found = tailcli("diff", "--gate", word)
    assert found.code == 2
    assert "no rule about a change is called" in found.err


def test_settings_of_the_base_that_cannot_be_used_are_an_error(tailcli: Tailcli, repository: Path) -> None:
    (repository / "tailcli.toml").write_text("persona = 3\n")
    git(repository, "commit", "-q", "-a", "-m", "broken")
    write(repository, WEB, settings="")
    found = tailcli("diff")
    assert (found.code, found.out) == (2, "")
    assert "HEAD:tailcli.toml:1" in found.err


def test_settings_that_a_change_makes_unusable_loosen_them(tailcli: Tailcli, repository: Path) -> None:
    write(repository, settings="persona = 3\n")
    found = tailcli("diff", "--gate", "settings-loosened")
    assert found.code == 1
    assert "looser: settings: HEAD:tailcli.toml became unusable: tailcli.toml:1: persona: " in found.out


def test_two_files_take_the_settings_beside_the_old_one(tailcli: Tailcli, repository: Path) -> None:
    (repository / "new.hujson").write_text(policy(FORBIDDEN))
    found = tailcli("diff", "net/policy.hujson", "new.hujson", "--fail-on", "never")
    assert found.code == 1
    assert "settings: tailcli.toml" in found.out


def test_machines_are_told(tailcli: Tailcli, repository: Path) -> None:
    write(repository, FORBIDDEN, settings="")
    (diff,) = json.loads(tailcli("diff", "--format", "json").out)["diffs"]
    gates = diff["gates"]
    assert (gates["settings"], gates["failed"]) == ("HEAD:tailcli.toml", True)
    assert [one["code"] for one in gates["findings"] if one["fails"]] == ["TP291"]
    assert gates["setting_changes"][0]["is_looser"]
    shown = tailcli("diff", "--format", "github").out
    assert "::error file=net/policy.hujson,title=TP291 must-not-reach,line=6" in shown
    assert "::error file=tailcli.toml,title=TP991 settings-loosened" in shown
    page = tailcli("diff", "--format", "markdown").out
    assert "<details open><summary>Gates (" in page


def test_a_new_policy_is_held_to_the_settings_of_the_base(tailcli: Tailcli, repository: Path) -> None:
    (repository / "net" / "more.hujson").write_text(policy(FORBIDDEN))
    found = tailcli("diff", "--fail-on", "never", "net/more.hujson")
    assert found.code == 1
    assert "FAILS TP291" in found.out


def test_the_hook_holds_what_is_staged_to_the_last_commit(tailcli: Tailcli, repository: Path) -> None:
    write(repository, WEB, settings="")
    git(repository, "add", ".")
    assert tailcli("hook", "diff", "net/policy.hujson").code == 0
    write(repository, FORBIDDEN)
    git(repository, "add", ".")
    found = tailcli("hook", "diff", "net/policy.hujson")
    assert found.code == 1
    assert "FAILS TP291" in found.out


def test_what_was_not_announced_is_told_once(tailcli: Tailcli, repository: Path) -> None:
    write(repository, WEB, BROAD, settings=GUARD)
    (repository / "said.txt").write_text("Access-Change: none\n")
    found = tailcli("diff", "--expect", "said.txt", "net/policy.hujson")
    lines = [line for line in found.out.splitlines() if "not announced: " in line]
    assert len(lines) == len(set(lines)) > 1
    assert f"unexpected-change: {len(lines)} mismatches, told under" in " ".join(found.out.split())
    page = tailcli("diff", "--expect", "said.txt", "net/policy.hujson", "--format", "markdown").out
    assert page.count("not announced: ") == len(lines)


def test_a_baseline_that_grows_is_loosened(tailcli: Tailcli, repository: Path) -> None:
    write(repository, settings=f'baseline = "known.json"\n{GUARD}')
    (repository / "known.json").write_text('{"version": 1, "files": {}}')
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "baseline")
    write(repository, BROAD)
    assert tailcli("lint", "net", "--write-baseline", "known.json", "--select", "TP291").code == 0
    found = tailcli("diff", "--gate", "settings-loosened")
    said = " ".join(found.out.split())
    assert "FAILS TP991 settings-loosened: baseline: knows also TP291 at /grants/*/src: new" in said
    assert "Settings of tailcli (1 change)" in found.out
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "grown")
    committed = tailcli("diff", "HEAD~1:net/policy.hujson", "HEAD:net/policy.hujson")
    assert "knows also TP291 at /grants/*" in " ".join(committed.out.split())
    (repository / "known.json").unlink()
    shrunk = " ".join(tailcli("diff", "--fail-on", "any").out.split())
    assert "baseline: knows TP291 at /grants/*/src: no longer" in shrunk
    assert "TP991" not in shrunk


@pytest.fixture
def past(repository: Path) -> Path:
    """Three changes after the first: a usual one, a broad one that breaks the guardrail, and back again."""
    for subject, grants in (("usual", (WEB,)), ("broad", (WEB, BROAD)), ("back", (WEB,))):
        write(repository, *grants)
        git(repository, "commit", "-q", "-a", "-m", subject)
    return repository


@pytest.mark.parametrize(
    ("options", "marked"),
    [
        ((), ["", "", "", ""]),
        (("--gate", "lockout"), ["fails lockout", "fails must-not-reach", "", ""]),
        (("--gate", "new-broad-access"), ["", "fails must-not-reach, new-broad-access", "", ""]),
        (("--isolated", "--gate", "TP281"), ["", "fails new-broad-access", "", ""]),
        (("--config", "other.toml"), ["fails lockout", "", "", ""]),
        (("--config", "diff.gates=lockout"), ["fails lockout", "fails must-not-reach", "", ""]),
    ],
)
def test_the_history_says_which_changes_a_gate_fails(
    tailcli: Tailcli, past: Path, options: tuple[str, ...], marked: list[str]
) -> None:
    (past / "other.toml").write_text('[diff]\ngates = ["lockout"]\n')
    found = tailcli("diff", "--log", "4", "net/policy.hujson", *options)
    assert found.code == 0
    subjects = ("back", "broad", "usual", "begin")
    for line, subject, mark in zip(found.out.splitlines(), subjects, marked, strict=True):
        assert line.endswith(subject)
        assert (mark in line) if mark else ("fails" not in line)
    said = f"{sum(map(bool, marked))} of 4 changes" if options else ""
    assert said in found.err
    log = json.loads(tailcli("diff", "--log", "4", "net/policy.hujson", "--format", "json", *options).out)[
        "log"
    ]
    names = [", ".join(step["gates"]) if step["gates"] else "" for step in log]
    assert names == [mark.removeprefix("fails ") for mark in marked]
    assert (log[0]["gates"] is None) is not bool(options)
