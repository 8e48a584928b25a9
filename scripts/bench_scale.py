"""How the tool grows with the policy: linting and diffing a generated policy against loading it.

Prints, for 1,500 and 15,000 grants (a group of ten people for each seven or eight of them): the time of
``lint`` as a multiple of loading the file, the time of diffing a one-line change, loading included, as a
multiple of loading both files, the growth from the small to the large one, and the peak memory. With
``--check``, exits 1 when a limit is broken.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from tailcli.config.settings import Settings
from tailcli.diff.compute import compare_policies
from tailcli.lint.runner import lint
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_500, 15_000)
GRANTS_A_GROUP = 7.5
LINT_LIMIT = 10.0
DIFF_LIMIT = 2.0
DIFF_GRANTS = 10_000
STRICT_DIFF_LIMIT = 1.5
MEMORY_LIMIT = 500  # MB


class Figures(NamedTuple):
    """Seconds of processor time."""

    load: float
    lint: float
    diff: float


def policy(grants: int) -> tuple[str, str]:
    """Return a policy of that many grants, and the same with one line changed."""
    chance = random.Random(1)
    groups = int(grants / GRANTS_A_GROUP)
    tags = groups // 4
    rules = [
        {
            "src": [f"group:g{chance.randrange(groups)}"],
            "dst": [f"tag:t{chance.randrange(tags)}"],
            "ip": [f"tcp:{chance.randrange(1, 60_000)}"],
        }
        for _ in range(grants)
    ]
    content = {
        "groups": {f"group:g{i}": [f"u{i * 10 + j}@example.com" for j in range(10)] for i in range(groups)},
        "tagOwners": {f"tag:t{i}": ["autogroup:admin"] for i in range(tags)},
        "grants": rules,
    }
    old = json.dumps(content, indent=1)
    rules[grants // 2]["ip"] = ["tcp:22"]
    return old, json.dumps(content, indent=1)


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Return the least processor time of several runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
        del result
    return best


def measure(grants: int) -> Figures:
    """Time loading one file, linting it (loading included) and diffing two (loading included)."""
    old, new = (SourceText(name, text) for name, text in zip(("old", "new"), policy(grants), strict=True))
    return Figures(
        seconds(lambda: load(old)),
        seconds(lambda: lint(old, Settings()), 2),
        seconds(lambda: compare_policies(load(old), load(new))),
    )


def main(arguments: list[str]) -> int:
    """Print the ratios; return the exit status."""
    gc.disable()  # as the command line does: its processes are short
    small, middle, large = (measure(size) for size in (SIZES[0], DIFF_GRANTS, SIZES[1]))
    rows = [
        (f"lint, {SIZES[1]:,} grants", large.lint / large.load, LINT_LIMIT, "x loading it"),
        (f"diff of one line, {SIZES[1]:,} grants", large.diff / large.load / 2, DIFF_LIMIT, "x loading both"),
        (
            f"diff of one line, {DIFF_GRANTS:,} grants",
            middle.diff / middle.load / 2,
            STRICT_DIFF_LIMIT,
            "x loading both",
        ),
        ("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, MEMORY_LIMIT, "MB"),
    ]
    for name, figure, limit, unit in rows:
        print(f"{name:34} {figure:6.2f} {unit} (limit {limit:g})")
    for name in Figures._fields:
        growth = getattr(large, name) / getattr(small, name)
        print(f"growth of {name:24} {growth:6.2f}x for ten times the grants")
    broken = any(figure > limit for _, figure, limit, _ in rows)
    return int(broken and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
