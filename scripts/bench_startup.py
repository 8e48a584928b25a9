"""Compare the time of a whole ``tailcli lint`` process with that of a Typer command that does nothing.

    .venv/bin/python scripts/bench_startup.py [--runs N]

Prints the ratio of the shortest runs (they take turns, so that both see the same machine, and the shortest is
the one that nothing else slowed down), and how many modules and classes ``lint`` adds to those of the command
that does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1.6

NOTHING = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def main() -> None: ...
app()
"""

LINT = """
import sys
from tailcli.cli.main import run
sys.argv[1:] = ['lint', '--fail-on', 'never', {path!r}]
run()
"""

COUNT = """
import gc, json, sys, atexit
def report():
    classes = sum(isinstance(thing, type) for thing in gc.get_objects())
    sys.stderr.write(json.dumps([sorted(sys.modules), classes]))
atexit.register(report)
"""


def policy() -> str:
    """Return a policy of about 130 lines that uses most sections."""
    groups = "".join(
        f'    "group:team{n}": ["alice{n}@example.com", "bob{n}@example.com"],\n' for n in range(20)
    )
    tags = "".join(f'    "tag:service{n}": ["group:team{n}"],\n' for n in range(20))
    hosts = "".join(f'    "host{n}": "100.64.0.{n + 1}",\n' for n in range(10))
    grants = "".join(_grant(n) for n in range(20))
    ssh = "".join(_ssh(n) for n in range(10))
    tests = "".join(
        f'    {{"src": "alice{n}@example.com", "accept": ["tag:service{n}:443"], "deny": ["host1:80"]}},\n'
        for n in range(20)
    )
    sections = {"groups": f"{{\n{groups}  }}", "tagOwners": f"{{\n{tags}  }}", "hosts": f"{{\n{hosts}  }}"}
    lists = {"grants": grants, "ssh": ssh, "tests": tests}
    sections |= {name: f"[\n{body}  ]" for name, body in lists.items()}
    return "{\n" + "".join(f'  "{name}": {body},\n' for name, body in sections.items()) + "}\n"


def _grant(number: int) -> str:
    source, target = f"group:team{number}", f"tag:service{number}"
    return (
        f'    {{"src": ["{source}"], "dst": ["{target}", "host{number % 10}"], "ip": ["tcp:443"]}}, // one\n'
    )


def _ssh(number: int) -> str:
    return (
        f'    {{"action": "check", "src": ["group:team{number}"], "dst": ["tag:service{number}"],\n'
        '     "users": ["autogroup:nonroot"]},\n'
    )


def run(code: str, cache: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the code in a process that keeps its compiled modules, as an installed tool does."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, env=environment)


def timed(code: str, cache: Path) -> float:
    """Return the seconds that a process running the code takes."""
    start = time.perf_counter()
    done = run(code, cache)
    taken = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return taken


def loaded(code: str, cache: Path) -> tuple[set[str], int]:
    """Return the modules that a process running the code loads, and the number of its classes."""
    done = run(COUNT + code, cache)
    modules, classes = json.loads(done.stderr.decode().rsplit("\n", 1)[-1])
    return set(modules), classes


def main() -> int:
    """Measure and print; exit 1 if the ratio is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        path, cache = Path(folder, "policy.hujson"), Path(folder, "cache")
        path.write_text(policy())
        lint = LINT.format(path=str(path))
        # The first round fills the cache and is not counted.
        times = [(timed(NOTHING, cache), timed(lint, cache)) for _ in range(runs + 1)][1:]
        nothing, linting = (min(column) for column in zip(*times, strict=True))
        lines = len(path.read_text().splitlines())
        (base, base_classes), (ours, our_classes) = loaded(NOTHING, cache), loaded(lint, cache)
    added = ours - base
    print(f"do-nothing Typer command  {nothing * 1000:6.1f} ms")
    print(f"tailcli lint, {lines} lines    {linting * 1000:6.1f} ms")
    print(f"ratio                     {linting / nothing:6.2f}    (limit {LIMIT})")
    own = sum(name.startswith("tailcli") for name in added)
    print(f"modules added             {len(added):6d}    ({own} of tailcli)")
    print(f"classes added             {our_classes - base_classes:6d}")
    return int(linting / nothing > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
