"""The path of somebody who has never seen the program: from an empty repository to a pull request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.ci.action_run import Runner
from tests.ci.comment_server import TOKEN, CommentServer
from tests.ci.repository import Repository, environment, fixture

if TYPE_CHECKING:
    from collections.abc import Sequence

TOOLS = Path(sys.executable).parent
FIXABLE = """{
  "tagOwners": {"tag:web": ["group:dev"]},
  "Groups": {"group:dev": ["alice@example.com"]},
  "grants": [{"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]}],
  "tests": [
    {"src": "alice@example.com", "accept": ["tag:web:443"]},
    {"src": "bob@example.com", "deny": ["tag:web:443"]},
  ],
}
"""


class Stranger:
    """Types commands and keeps what was printed."""

    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder / "repository")
        self.transcript: list[str] = []
        self._home = folder / "home"

    def types(self, *command: str) -> tuple[int, str]:
        tool = TOOLS / command[0]
        run: Sequence[str] = [str(tool), *command[1:]] if tool.exists() else command
        done = subprocess.run(
            run,
            cwd=self.repository.folder,
            env=environment(PRE_COMMIT_HOME=str(self._home), PATH=f"{TOOLS}:/usr/local/bin:/usr/bin:/bin"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.transcript.append(f"$ {' '.join(command)}\n{done.stdout}(exit {done.returncode})\n")
        return done.returncode, done.stdout

    def uses_the_installed_program(self) -> None:
        """Let the hooks of the entry that was written run without the network."""
        path = self.repository.folder / ".pre-commit-config.yaml"
        (entry,) = yaml.safe_load(path.read_text("utf-8"))["repos"]
        ids = [hook["id"] for hook in entry["hooks"]]
        manifest = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8"))
        hooks = [{**hook, "language": "system"} for hook in manifest if hook["id"] in ids]
        path.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}), "utf-8")


def test_the_path_of_a_stranger(tmp_path: Path) -> None:
    stranger = Stranger(tmp_path)
    repository = stranger.repository
    assert stranger.types("tailcli")[0] == 0
    code, said = stranger.types("tailcli", "init")
    assert (code, said.count("wrote ")) == (0, 3)
    assert stranger.types("tailcli", "init") == (0, stranger.types("tailcli", "init")[1])
    stranger.uses_the_installed_program()
    assert stranger.types("pre-commit", "install")[0] == 0

    repository.write(
        "policy.hujson", FIXABLE.replace('"ip": ["tcp:443"]', '"ip": ["tcp:443"], "proto": "tcp"')
    )
    stranger.types("git", "add", "--all")
    code, said = stranger.types("git", "commit", "--quiet", "--message", "Add the policy")
    assert code == 1
    assert "policy.hujson:4:" in said
    assert '"proto"' in said

    repository.write("policy.hujson", FIXABLE)
    stranger.types("tailcli", "fmt")
    assert stranger.types("tailcli", "lint", "--fix")[0] == 0
    assert '"groups"' in (repository.folder / "policy.hujson").read_text("utf-8")
    stranger.types("git", "add", "--all")
    code, said = stranger.types("git", "commit", "--quiet", "--message", "Add the policy")
    assert code == 0, said
    assert "New policy file" in said
    assert "policy.hujson: 1 grant" in stranger.types("tailcli")[1]

    _asks_to_widen(stranger)
    sys.stdout.write("\n".join(stranger.transcript))


def _asks_to_widen(stranger: Stranger) -> None:
    repository = stranger.repository
    base = repository.git("rev-parse", "HEAD")
    stranger.types("git", "switch", "--quiet", "--create", "let-bob-in")
    path = repository.folder / "policy.hujson"
    text = path.read_text("utf-8")
    wider = text.replace('["alice@example.com"]', '["alice@example.com", "bob@example.com"]')
    repository.write(
        "policy.hujson", wider.replace('"bob@example.com", "deny"', '"carol@example.com", "deny"')
    )
    head = repository.commit("Let bob in", {})
    stranger.types("git", "switch", "--quiet", "main")
    stranger.types("git", "merge", "--quiet", "--no-ff", "--message", "Merge", "let-bob-in")
    request = {
        "number": 7,
        "base": {"sha": base},
        "head": {"sha": head, "repo": {"full_name": "example/net"}},
    }
    with CommentServer() as server:
        runner = Runner(repository.folder.parent / "runner", repository.folder)
        ran = runner.run(
            "pull_request", {"pull_request": request}, {"token": TOKEN}, GITHUB_API_URL=server.url
        )
    stranger.transcript += [ran.log, ran.summary, *server.bodies]
    assert ran.outputs["verdict"] == "wider"
    assert any("bob@example.com may reach tag:web on tcp:443" in line for line in ran.annotations)
    for text in (ran.summary, *server.bodies):
        assert "`bob@example.com` may reach `tag:web` on `tcp:443`" in text
    assert len(server.bodies) == 1


def test_a_bad_policy_of_the_fixtures_is_readable_when_it_is_blocked(tmp_path: Path) -> None:
    stranger = Stranger(tmp_path)
    stranger.types("tailcli", "init")
    stranger.uses_the_installed_program()
    stranger.types("pre-commit", "install")
    stranger.repository.write("policy.hujson", fixture("broken"))
    stranger.types("git", "add", "--all")
    code, said = stranger.types("git", "commit", "--quiet", "--message", "broken")
    assert code == 1
    assert 'Did you mean "dst"?' in said
    assert "Traceback" not in said
