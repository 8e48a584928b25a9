"""The hooks of pre-commit and prek: run by the real clients, and installed by them where that counts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tailcli.inputs.discovery import is_policy_name
from tests.ci.repository import ROOT, Repository, environment, fixture
from tests.ci.wheelhouse import fill

if TYPE_CHECKING:
    from collections.abc import Callable

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
TOOLS = Path(sys.executable).parent
GOOD, WIDER, BAD = fixture("policy"), fixture("dev-secrets"), fixture("broken")


class Ran(NamedTuple):
    code: int
    said: str


class Hooked(Repository):
    """A repository whose hooks are those of the manifest, run by the program of the tests."""

    def __init__(self, folder: Path, client: str, **arguments: list[str]) -> None:
        super().__init__(folder)
        self.client = client
        hooks = []
        for name, hook in HOOKS.items():
            entry = hook["entry"].replace("tailcli", str(TOOLS / "tailcli"), 1)
            kept = {key: value for key, value in hook.items() if key != "description"}
            more = (
                {"args": arguments[name.removeprefix("tailcli-")]}
                if name.removeprefix("tailcli-") in arguments
                else {}
            )
            hooks.append({**kept, "entry": entry, "language": "system", **more})
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
        self.home = folder.parent / "home"

    def tool(self, *arguments: str) -> Ran:
        homes = {"PRE_COMMIT_HOME": str(self.home), "PREK_HOME": str(self.home)}
        done = subprocess.run(
            [str(TOOLS / self.client), *arguments],
            cwd=self.folder,
            env=environment(**homes),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

    def install(self) -> None:
        assert self.tool("install").code == 0

    def try_commit(self) -> Ran:
        homes = {"PRE_COMMIT_HOME": str(self.home), "PREK_HOME": str(self.home)}
        done = subprocess.run(
            ["git", "commit", "--quiet", "--message", "a change"],
            cwd=self.folder,
            env=environment(**homes),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout)


@pytest.fixture(params=["pre-commit", "prek"])
def hooked(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Hooked]:
    def make(**arguments: list[str]) -> Hooked:
        repository = Hooked(tmp_path / "repository", request.param, **arguments)
        repository.commit("start", {"policy.hujson": GOOD})
        repository.install()
        return repository

    return make


NAMES = st.text(st.sampled_from("aclhujsontiTAILSCALENET._-x/é "), max_size=12)
ENDS = st.sampled_from([".hujson", ".HUJSON", ".json", ".jsonc", ".Json", ".txt", ""])
WORDS = st.sampled_from(["tailscale", "tailnet", "ACL", "acl", "Tailnet", "policy", ""])


@given(NAMES, WORDS, NAMES, ENDS)
def test_the_hooks_take_the_names_that_lint_looks_for(folder: str, word: str, rest: str, end: str) -> None:
    name = f"{folder}{word}{rest}{end}"
    for hook in HOOKS.values():
        assert bool(re.search(hook["files"], name)) == is_policy_name(name.rpartition("/")[2])


def test_the_manifest_is_one() -> None:
    command = [str(TOOLS / "pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, check=False).returncode == 0
    assert set(HOOKS) == {"tailcli-lint", "tailcli-fmt", "tailcli-test", "tailcli-diff"}
    assert HOOKS["tailcli-diff"]["verbose"]
    assert all(hook["require_serial"] for hook in HOOKS.values())


def test_a_bad_commit_is_blocked_and_a_good_one_passes(hooked: Callable[..., Hooked]) -> None:
    repository = hooked()
    repository.write("policy.hujson", BAD)
    repository.git("add", "policy.hujson")
    ran = repository.try_commit()
    assert ran.code == 1
    assert 'Did you mean "dst"?' in ran.said
    repository.write("policy.hujson", WIDER)
    repository.git("add", "policy.hujson")
    ran = repository.try_commit()
    assert ran.code == 0
    assert "tag:derp may use secrets: get on dev/* on tag:secrets" in ran.said


def test_several_policies_in_one_commit(hooked: Callable[..., Hooked]) -> None:
    repository = hooked(diff=["--fail-on", "widened"])
    narrower = fixture("member-leaves")
    for name, text in {
        "policy.hujson": narrower,
        "lab/tailnet.json": GOOD,
        "oracle.json": '{"x": 1}',
    }.items():
        repository.write(name, text)
    repository.git("add", "--all")
    ran = repository.try_commit()
    assert ran.code == 1
    assert "HEAD:policy.hujson -> policy.hujson" in ran.said
    assert "(no file) -> lab/tailnet.json" in ran.said
    assert "oracle" not in ran.said
    repository.git("rm", "--quiet", "--cached", "lab/tailnet.json")
    assert repository.try_commit().code == 0


def test_what_is_staged_counts_and_the_rest_stays(hooked: Callable[..., Hooked]) -> None:
    repository = hooked()
    repository.write("policy.hujson", WIDER)
    repository.git("add", "policy.hujson")
    repository.write("policy.hujson", BAD)
    ran = repository.try_commit()
    assert ran.code == 0, ran.said
    assert "gains access" in ran.said
    assert (repository.folder / "policy.hujson").read_text("utf-8") == BAD
    assert repository.git("show", "HEAD:policy.hujson") == WIDER.strip()


def test_a_range_is_compared_from_its_beginning(hooked: Callable[..., Hooked]) -> None:
    repository = hooked()
    start = repository.git("rev-parse", "HEAD")
    repository.commit("wider", {"policy.hujson": WIDER})
    repository.commit("renamed", {"policy.hujson": None, "net.hujson": WIDER})
    ran = repository.tool("run", "--from-ref", start, "--to-ref", "HEAD", "tailcli-diff")
    assert ran.code == 0
    assert "Only wider" in ran.said
    assert ":net.hujson" in ran.said


def hook(repository: Repository, *arguments: str) -> Ran:
    done = subprocess.run(
        [str(TOOLS / "tailcli"), "hook", *arguments],
        cwd=repository.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout)


def test_a_file_that_looks_like_an_option_is_a_file(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit("start", {"--fix.hujson": BAD, "policy.json": '{"Version": "2012-10-17"}'})
    ran = hook(repository, "lint", "--fail-on", "never", "--fix.hujson")
    assert (ran.code, "--fix.hujson:8:" in ran.said) == (0, True)
    assert (repository.folder / "--fix.hujson").read_text("utf-8") == BAD
    assert hook(repository, "lint", "policy.json") == Ran(0, "")


def test_a_policy_that_was_broken_may_be_repaired_and_none_may_be_broken(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    assert "New policy file" in _staged(repository, GOOD).said
    repository.commit("broken", {"policy.hujson": BAD})
    repaired = _staged(repository, GOOD)
    assert (repaired.code, "not compared" in repaired.said) == (0, True)
    repository.commit("repaired", {})
    assert _staged(repository, BAD).code == 2
    (repository.folder / "policy.hujson").unlink()
    repository.git("add", "--all")
    assert "Policy file removed" in hook(repository, "diff", "other.hujson").said


def _staged(repository: Repository, text: str) -> Ran:
    repository.write("policy.hujson", text)
    repository.git("add", "--all")
    return hook(repository, "diff", "policy.hujson")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a repository of its own, with all that is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("the project is in no git repository: there is nothing to publish")
    repository = Repository(tmp_path_factory.mktemp("published"))
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            target = repository.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    repository.commit("publish", {})
    return repository.folder


@pytest.mark.slow
@pytest.mark.parametrize("client", ["pre-commit", "prek"])
def test_the_real_client_installs_the_hook_and_runs_it(published: Path, tmp_path: Path, client: str) -> None:
    wheels = fill(tmp_path / "wheels")
    repository = Repository(tmp_path / "repository")
    repository.commit("start", {"policy.hujson": BAD})
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": str(wheels),
    }
    homes = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "PREK_HOME": str(tmp_path / "home")}
    alone = {**offline, **homes} if client == "pre-commit" else homes
    done = subprocess.run(
        [str(TOOLS / client), "try-repo", str(published), "tailcli-lint", "--all-files"],
        cwd=repository.folder,
        env=environment(**alone),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=240,
    )
    if client == "prek" and re.search(r"(?i)network|connect|download|resolve|timed out|dns", done.stdout):
        pytest.skip("prek fetches uv, and there is no network")
    assert done.returncode == 1, done.stdout
    assert 'Did you mean "dst"?' in done.stdout
