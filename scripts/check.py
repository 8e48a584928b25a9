"""Run every check that the project is held to: lint, layout, types, layers, tests.

All checks run even when an early one fails, so that one run shows everything. The tests come last: on success
the closing line of pytest is the last line printed. They run on all processors (``-n 0``: in one process, as
a debugger wants it). The exit code is 0 only if every check passed.

    .venv/bin/python scripts/check.py [ARGUMENTS FOR PYTEST]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS: dict[str, list[str]] = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "import contracts": ["lint-imports", "--no-logo"],
    # Tests of a module share what they build, so a module stays in one process.
    "pytest": ["pytest", "--numprocesses=auto", "--dist=loadfile"],
}


def run(name: str, command: list[str]) -> bool:
    """Run one tool of this environment, its output going straight through; say whether it passed."""
    sys.stdout.write(f"--- {name}\n")
    sys.stdout.flush()
    tool = Path(sys.executable).with_name(command[0])
    return subprocess.run([str(tool), *command[1:]], cwd=ROOT, check=False).returncode == 0


def main(pytest_arguments: list[str]) -> int:
    """Run all checks and return the exit code of the whole."""
    commands = {**CHECKS, "pytest": [*CHECKS["pytest"], *pytest_arguments]}
    failed = [name for name, command in commands.items() if not run(name, command)]
    if failed:
        sys.stderr.write(f"failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
