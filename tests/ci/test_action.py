"""The steps of the action, on the events of GitHub."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.lint.baseline import Baseline, counts
from tailcli.lint.baseline import write as write_text
from tailcli.source.text import SourceText
from tests.ci.action_run import ACTION, Runner
from tests.ci.comment_server import AUTHOR, TOKEN, CommentServer
from tests.ci.repository import ROOT, Repository, environment, fixture
from tests.ci.wheelhouse import fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.ci.action_run import Ran

BAD = fixture("broken")
GOOD = fixture("policy")
WIDER = fixture("dev-secrets")


@pytest.fixture
def server() -> Iterator[CommentServer]:
    with CommentServer() as running:
        yield running


class Change:
    """A pull request from a branch, checked out as the merge that GitHub makes of it."""

    def __init__(self, folder: Path, old: Mapping[str, str | None], new: Mapping[str, str | None]) -> None:
        self.folder = folder
        self.repository = Repository(folder / "repository")
        self.start = self.repository.commit("start", {"README.md": "A tailnet.\n", **old})
        self.repository.git("switch", "--quiet", "--create", "change")
        self.head = self.repository.commit("change", dict(new))
        self.repository.git("switch", "--quiet", "main")
        self.base = self.repository.commit("meanwhile", {"other.txt": "something else\n"})
        self.repository.git("switch", "--quiet", "--detach", "main")
        self.repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "change")

    def payload(self, repository: str | None = "example/net", text: str | None = None) -> dict[str, object]:
        head = {"sha": self.head, "repo": None if repository is None else {"full_name": repository}}
        request = {"number": 7, "base": {"sha": self.base}, "head": head, "body": text}
        return {"pull_request": request}

    def run(
        self,
        server: CommentServer | None = None,
        inputs: Mapping[str, str] | None = None,
        payload: Mapping[str, object] | None = None,
        checkout: Path | None = None,
    ) -> Ran:
        runner = Runner(self.folder / "runner", checkout or self.repository.folder)
        told = {"token": TOKEN, **(inputs or {})}
        url = server.url if server else "http://127.0.0.1:9"
        if server is None:
            told |= {"comment": "never"}
        return runner.run("pull_request", payload or self.payload(), told, GITHUB_API_URL=url)


OPEN_TO_ALL = '{"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}]}\n'


def test_a_change_that_widens_is_told_everywhere(tmp_path: Path, server: CommentServer) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    ran = change.run(server)
    assert ran.code == 0
    assert int(ran.outputs.pop("findings")) >= 0
    assert ran.outputs == {"verdict": "wider", "gained": "1", "lost": "0"}
    gains = "tag:derp may use secrets: get on dev/* on tag:secrets"
    (annotated,) = (line for line in ran.annotations if gains in line)
    assert annotated.startswith("::warning file=policy.hujson,")
    assert ",line=47," in annotated
    (comment,) = server.comments
    assert comment["user"] == {"login": AUTHOR}
    said = str(comment["body"])
    assert said.startswith("<!-- tailcli:")
    for text in (said, ran.summary):
        assert "Only wider" in text
        assert "`tag:derp`" in text
    assert "**lint**" in said
    assert "**tests**: 6 tests" in said


def test_the_comment_is_updated_in_place_and_left_alone_when_it_is_right(
    tmp_path: Path, server: CommentServer
) -> None:
    for place in range(130):
        server.add(f"talk {place}")
    stranger = server.add("<!-- tailcli: -->\nI am the report. All is well.", "mallory")
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    assert change.run(server).code == 0
    assert len(server.comments) == 132
    assert stranger["body"] == "<!-- tailcli: -->\nI am the report. All is well."
    server.requests.clear()
    change.run(server)
    assert {request.split()[0] for request in server.requests} == {"GET"}
    change.repository.commit("narrow", {"policy.hujson": fixture("member-leaves")})
    payload = change.payload()
    payload["pull_request"]["head"]["sha"] = change.repository.git("rev-parse", "HEAD")  # type: ignore[index]
    change.run(server, payload=payload)
    assert len(server.comments) == 132
    assert "Only narrower" in server.bodies[-1]


def test_without_a_change_of_the_policy_there_is_no_comment_but_an_old_one_is_corrected(
    tmp_path: Path, server: CommentServer
) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"notes.txt": "x\n"})
    ran = change.run(server)
    assert (ran.code, ran.outputs["verdict"], server.comments) == (0, "unchanged", [])
    server.add("<!-- tailcli: -->\nOnly wider", AUTHOR)
    change.run(server)
    assert "No policy file changes" in server.bodies[0]
    assert change.run(server, {"comment": "always"}).code == 0


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ((403, {}), "pull-requests: write"),
        ((404, {}), "finds no such pull request"),
        ((403, {"x-ratelimit-remaining": "0"}), "rate limit"),
        ((429, {}), "rate limit"),
        ((302, {"Location": "http://127.0.0.1:9/"}), "answered 302"),
        ((500, {}), "answered 500"),
    ],
)
def test_a_comment_that_is_refused_changes_nothing_but_is_said(
    tmp_path: Path, server: CommentServer, refusal: tuple[int, dict[str, str]], said: str
) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    server.refuse = refusal
    ran = change.run(server, payload=change.payload("stranger/net"))
    assert (ran.code, ran.outputs["verdict"], server.comments) == (0, "wider", [])
    assert "from a fork" in ran.summary
    assert any(said in line for line in ran.annotations)


def test_the_gate_fails_the_run_and_the_comment_is_written_all_the_same(
    tmp_path: Path, server: CommentServer
) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    assert change.run(server, {"fail-on-access": "widened"}).code == 1
    assert len(server.comments) == 1
    assert change.run(server, {"fail-on-access": "narrowed"}).code == 0
    wrong = change.run(server, {"fail-on-access": "sometimes"})
    assert wrong.code == 2
    assert any("fail-on-access" in line for line in wrong.annotations)


def test_a_pull_request_is_held_to_what_it_announces(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    right = (
        "Access-Change: + tag:derp -> tag:secrets tailscale.com/cap/secrets "
        '{"action": ["get"], "secret": ["dev/*"]}'
    )
    assert change.run(payload=change.payload(text=f"Because of X.\r\n\r\n{right}\r\n")).code == 0
    wrong = change.run(payload=change.payload(text="Access-Change: none"))
    assert wrong.code == 1
    assert any("not announced" in line or "collateral" in line for line in wrong.annotations)
    assert change.run(payload=change.payload(text="Nothing to see here")).code == 0
    assert change.run(inputs={"expect": "required"}).code == 1
    assert (
        change.run(inputs={"expect": "never"}, payload=change.payload(text="Access-Change: none")).code == 0
    )


def test_the_first_commit_of_a_policy(tmp_path: Path) -> None:
    ran = Change(tmp_path, {}, {"policy.hujson": GOOD}).run()
    assert (ran.code, ran.outputs["verdict"]) == (0, "wider")
    assert "New policy file" in ran.summary


def test_a_renamed_policy_is_the_same_policy(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": None, "net/acl.hujson": GOOD})
    for inputs in ({}, {"paths": "net/acl.hujson"}):
        ran = change.run(inputs=inputs)
        assert (ran.code, ran.outputs["verdict"]) in {(0, "identical"), (0, "unchanged")}


@pytest.mark.parametrize("paths", ["", "policy.hujson"])
def test_a_deleted_policy_takes_all_access(tmp_path: Path, paths: str) -> None:
    ran = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": None}).run(inputs={"paths": paths})
    assert (ran.code, ran.outputs["verdict"]) == (0, "narrower")
    assert int(ran.outputs["lost"]) > 0


def test_a_shallow_checkout_names_the_depth_to_set(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    for depth, code in {"1": 2, "2": 0}.items():
        clone = tmp_path / f"depth{depth}"
        source = f"file://{change.repository.folder}"
        change.repository.git("clone", "--quiet", "--depth", depth, source, str(clone))
        ran = change.run(checkout=clone)
        assert ran.code == code
        assert any("fetch-depth: 2" in line for line in ran.annotations) == (code == 2)


def test_a_checkout_of_the_branch_is_compared_with_the_common_ancestor(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    change.repository.git("switch", "--quiet", "main")
    change.base = change.repository.commit("meanwhile, too", {"policy.hujson": fixture("member-leaves")})
    change.repository.git("switch", "--quiet", "change")
    ran = change.run()
    assert (ran.outputs["verdict"], ran.outputs["gained"], ran.outputs["lost"]) == ("wider", "1", "0")
    clone = tmp_path / "shallow"
    source = f"file://{change.repository.folder}"
    change.repository.git("clone", "--quiet", "--depth", "1", "--branch", "change", source, str(clone))
    assert any("fetch-depth: 0" in line for line in change.run(checkout=clone).annotations)


def test_a_change_cannot_switch_off_its_own_gate(tmp_path: Path) -> None:
    loose = 'ignore = ["TP"]\nfail-on = "never"\n'
    bad = GOOD.replace('"group:infra": [', '"group:infra2": [')
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": bad, "tailcli.toml": loose})
    settings = subprocess.run(
        [sys.executable, "-m", "tailcli", "lint", "policy.hujson"],
        cwd=change.repository.folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    ran = change.run()
    assert ran.code == 1
    assert (settings.returncode, b"TP101" in settings.stdout) == (0, False)
    assert "settings of the base" in ran.summary


def test_a_syntax_error_is_a_finding_and_nothing_is_compared(tmp_path: Path, server: CommentServer) -> None:
    ran = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": BAD}).run(server)
    assert (ran.code, ran.outputs["verdict"]) == (2, "unknown")
    assert "Not compared" in server.bodies[0]
    repaired = Change(tmp_path / "repair", {"policy.hujson": BAD}, {"policy.hujson": GOOD}).run(server)
    assert (repaired.code, repaired.outputs["verdict"]) == (0, "unknown")


def test_a_push_lints_and_tests(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("start", {"policy.hujson": GOOD})
    runner = Runner(tmp_path / "runner", repository.folder)
    ran = runner.run("push", {})
    assert (ran.code, ran.outputs["verdict"]) == (0, "")
    assert "6 tests: 6 passed" in ran.summary
    repository.commit(
        "a test that fails", {"policy.hujson": GOOD.replace('"deny": ["ops", "root"]', '"accept": ["ops"]')}
    )
    ran = runner.run("push", {})
    assert ran.code == 1
    assert any(
        "title=policy test,line=" in line and "file=policy.hujson," in line for line in ran.annotations
    )


def test_the_queue_compares_with_its_base(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    payload = {
        "merge_group": {"base_sha": change.base, "head_sha": change.repository.git("rev-parse", "HEAD")}
    }
    ran = Runner(tmp_path / "runner", change.repository.folder).run("merge_group", payload)
    assert (ran.code, ran.outputs["verdict"]) == (0, "wider")


def test_an_event_that_hands_secrets_to_strangers_is_refused(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    ran = Runner(tmp_path / "runner", change.repository.folder).run("pull_request_target", change.payload())
    assert ran.code == 2
    assert any("use the event pull_request" in line for line in ran.annotations)


def test_sarif_is_written_when_asked_for(tmp_path: Path) -> None:
    change = Change(tmp_path, {"policy.hujson": GOOD}, {"policy.hujson": WIDER})
    change.run(inputs={"sarif": "tailcli.sarif"})
    written = json.loads((change.repository.folder / "tailcli.sarif").read_text("utf-8"))
    assert written["version"] == "2.1.0"


def test_no_input_reaches_a_shell_line() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]


@pytest.mark.parametrize("file", ["action.yml", "examples/tailnet-policy.yml"])
def test_the_files_fit_their_schemas_and_please_the_auditor(file: str) -> None:
    schema = "vendor.github-actions" if file == "action.yml" else "vendor.github-workflows"
    path = ROOT / file
    tools = Path(sys.executable).parent
    for command in (
        [tools / "check-jsonschema", "--builtin-schema", schema, path],
        [tools / "zizmor", "--offline", "--no-progress", "--persona=pedantic", path],
    ):
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_step_that_installs(tmp_path: Path) -> None:
    wheels = fill(tmp_path / "wheels")
    repository = Repository(tmp_path / "repository")
    # The folder is a stranger's: nothing in it may be taken for a module.
    repository.commit(
        "start", {"policy.hujson": GOOD, "venv.py": "raise SystemExit(9)\n", "pip.py": "1 / 0\n"}
    )
    runner = Runner(tmp_path / "runner", repository.folder)
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    ran = runner.run("push", {}, install=True, **offline)
    assert ran.code == 0, ran.log
    assert "No findings in 1 file" in ran.summary
    for version in ("0.1.0; touch stolen", "-e .", "https://example.com/x.whl"):
        refused = runner.run("push", {}, {"version": version}, install=True, **offline)
        assert refused.code == 2
        assert "is a version number" in refused.log
    assert not (repository.folder / "stolen").exists()


def test_a_guardrail_of_the_base_stops_a_change_that_takes_it_away(tmp_path: Path) -> None:
    guard = (
        '[[guard.must-not-reach]]\nname = "metrics"\nfrom = ["*"]\nto = ["tag:secrets"]\nports = ["9100"]\n'
    )
    wider = GOOD.replace('"ip":  ["tcp:22"]', '"ip":  ["tcp:22", "tcp:9100"]')
    settings = f'{guard}[diff]\ngates = ["all"]\n'
    change = Change(
        tmp_path,
        {"policy.hujson": GOOD, "tailcli.toml": settings},
        {"policy.hujson": wider, "tailcli.toml": ""},
    )
    for inputs in ({}, {"config": "tailcli.toml"}):
        ran = change.run(inputs=inputs)
        assert ran.code == 1
        assert "metrics" in ran.summary
        assert re.search(r"settings: `[0-9a-f]+:tailcli\.toml`", ran.summary)
        assert "settings of the base" in ran.summary


def test_tests_and_guardrails_count_the_people_that_the_settings_of_the_base_tell(tmp_path: Path) -> None:
    policy = (
        '{"tagOwners": {"tag:db": []}, "grants": [{"src": ["group:staff@example.com"], "dst": ["tag:db"], '
        '"ip": ["tcp:22"]}], "tests": [{"src": "alice@example.com", "accept": ["tag:db:22"]}]}\n'
    )
    told = '[groups]\n"group:staff@example.com" = ["alice@example.com"]\n'
    guard = '[[guard.must-not-reach]]\nname = "carol"\nfrom = ["carol@example.com"]\nto = ["tag:db"]\n'
    for number, (before, after, passes, is_kept) in enumerate(
        [
            (told, told.replace("alice", "carol"), True, True),
            (told.replace("alice", "carol"), told, False, False),
            ("", told, None, True),
        ]
    ):
        files = {"policy.hujson": policy, "tailcli.toml": before + guard}
        ran = Change(tmp_path / str(number), files, {"tailcli.toml": after + guard}).run()
        words = {True: "1 passed", False: "1 failed", None: "1 unknown"}[passes]
        assert f"1 test: {words}" in ran.summary
        assert ("TP291" not in ran.summary) is is_kept


def test_findings_that_the_baseline_of_the_base_knows_are_not_told(tmp_path: Path) -> None:
    known = counts(api.lint(SourceText("policy.hujson", OPEN_TO_ALL)))
    listed = write_text(Baseline({"policy.hujson": known}))
    settings = {"tailcli.toml": 'baseline = "known.json"\n'}
    policy = {"policy.hujson": OPEN_TO_ALL}
    found = Change(tmp_path / "a", {**settings, "known.json": listed, **policy}, {"README.md": "a"}).run()
    assert found.outputs["findings"] == "0"
    assert "known.json: " in found.log
    # What the change itself writes down does not count yet.
    empty = write_text(Baseline({}))
    grown = Change(tmp_path / "b", {**settings, "known.json": empty, **policy}, {"known.json": listed}).run()
    assert int(grown.outputs["findings"]) == sum(known.values()) > 0
