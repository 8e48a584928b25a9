"""Git repositories for tests: small, alone in their folder, deaf to the settings of who runs the tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DERP = ROOT / "fixtures" / "derp"

ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Alice",
    "GIT_AUTHOR_EMAIL": "alice@example.com",
    "GIT_COMMITTER_NAME": "Alice",
    "GIT_COMMITTER_EMAIL": "alice@example.com",
}


def environment(**more: str) -> dict[str, str]:
    """Return what a process needs, without what a workflow or a hook around the tests has set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "GIT_", "PRE_COMMIT"))
    }
    return {**kept, **ALONE, **more}


class Repository:
    """A repository with the branch ``main`` checked out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def commit(self, message: str, files: dict[str, str | None]) -> str:
        """Commit files by name (None removes one) and return the id."""
        for name, text in files.items():
            if text is None:
                (self.folder / name).unlink()
            else:
                self.write(name, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


def fixture(name: str) -> str:
    return (DERP / f"{name}.hujson").read_text("utf-8")
