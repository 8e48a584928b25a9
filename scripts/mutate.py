"""Break the engine in one named way after another and see which tests notice.

    .venv/bin/python scripts/mutate.py [--list] [--only TEXT]...

The mutations are in ``mutations.toml`` beside this file: each replaces one text of one file of the package,
and names the tests that have to fail then; where it names none, it is the fixture of the claim that its name
starts with. They are applied one at a time to a copy of the project, so the checkout is never touched, and
recorded answers beside it are out of reach: what a plain clone cannot notice counts as surviving.

A mutation may say why it is known to survive. The exit code is 1 if another one survives, if one of those is
killed after all, or if one can no longer be applied.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MUTATIONS = Path(__file__).with_name("mutations.toml")
COPIED = ("tailcli", "tests", "fixtures", "schemas", "docs", "pyproject.toml")
CLAIMS = "tests/access/concrete/test_claims.py::test_claim"


class Mutation(NamedTuple):
    """One way to break the package: ``old`` becomes ``new`` in ``file``, and ``tests`` should fail.

    ``survives`` is the reason why no test can notice it; empty where one must.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    survives: str = ""

    @property
    def fault(self) -> str:
        """Why it cannot be applied to the checkout; empty if it can."""
        path = ROOT / "tailcli" / self.file
        count = path.read_text("utf-8").count(self.old) if path.is_file() else 0
        return "" if count == 1 else f"{self.name}: its old text occurs {count} times in {self.file}"


class Result(Enum):
    """What the tests make of a mutation."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    EXPECTED = "survived, as it says"
    UNEXPECTED = "KILLED, although it says that it survives"


def mutations() -> tuple[Mutation, ...]:
    """Return all mutations in the order of their file."""
    listed = tomllib.loads(MUTATIONS.read_text("utf-8"))["mutation"]
    return tuple(_mutation(entry) for entry in listed)


def _mutation(entry: dict[str, str]) -> Mutation:
    claim = entry["name"].partition(":")[0]
    tests = tuple(entry.get("tests", f"{CLAIMS}[{claim}]").split("\n"))
    return Mutation(
        entry["name"], entry["file"], entry["old"], entry["new"], tests, entry.get("survives", "")
    )


def copy_project(folder: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)


def passes(folder: Path, tests: tuple[str, ...], *, keeps_bytecode: bool = False) -> bool:
    """Run tests in the copy and say whether they pass; a selection that selects nothing is an error."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(folder), "TAILCLI_HYPOTHESIS": "first"}
    if not keeps_bytecode:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode not in {0, 1, 2}:  # a module that cannot be imported ends the collection with 2
        raise SystemExit(done.stdout.decode() + done.stderr.decode())
    return done.returncode == 0


def judge(folder: Path, mutation: Mutation) -> Result:
    """Apply one mutation to the copy, run its tests, and take it back."""
    path = folder / "tailcli" / mutation.file
    text = path.read_text("utf-8")
    for stale in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        stale.unlink()
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    survives = passes(folder, mutation.tests)
    path.write_text(text, encoding="utf-8")
    if mutation.survives:
        return Result.EXPECTED if survives else Result.UNEXPECTED
    return Result.SURVIVED if survives else Result.KILLED


def run(chosen: tuple[Mutation, ...]) -> Counter[Result]:
    """Judge mutations, printing each; the tests have to pass without any of them."""
    found: Counter[Result] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        everything = tuple(dict.fromkeys(test for mutation in chosen for test in mutation.tests))
        if not passes(folder, everything, keeps_bytecode=True):
            raise SystemExit("the tests fail without any mutation")
        for mutation in chosen:
            result = judge(folder, mutation)
            found[result] += 1
            print(f"{result.value:8}  {mutation.name}", flush=True)
            if mutation.survives:
                print(f"          {mutation.survives}")
    return found


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="only print the mutations")
    parser.add_argument("--only", metavar="TEXT", action="append", help="only names that contain TEXT")
    options = parser.parse_args()
    wanted = options.only or [""]
    chosen = tuple(one for one in mutations() if any(text in one.name for text in wanted))
    faults = [one.fault for one in chosen if one.fault]
    if faults or not chosen:
        print("\n".join(faults) or "no mutation of that name", file=sys.stderr)
        return 1
    if options.list:
        print("\n".join(f"{one.name}  ({one.file})" for one in chosen))
        return 0
    found = run(chosen)
    print(", ".join(f"{count} {result.value}" for result, count in found.items()))
    return 1 if found[Result.SURVIVED] or found[Result.UNEXPECTED] else 0


if __name__ == "__main__":
    sys.exit(main())
