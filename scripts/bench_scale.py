"""How the tool grows with the policy: linting and diffing a generated policy against loading it.

Prints, for 1,500 and 15,000 grants (a group of ten people for each seven or eight of them): the time of
``lint`` as a multiple of loading the file, the time of diffing a one-line change, loading included, as a
multiple of loading both files, the growth from the small to the large one, and the peak memory; and, for
10,000 grants, what each kind of one-line change costs. With ``--check``, exits 1 when a limit is broken.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tailcli.config.settings import Settings
from tailcli.diff.compute import compare_policies
from tailcli.lint.runner import lint
from tailcli.policy.load import load, load_beside
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_500, 15_000)
GRANTS_A_GROUP = 7.5
LINT_LIMIT = 10.0
DIFF_LIMIT = 2.0
DIFF_GRANTS = 10_000
EDIT_LIMIT = 1.5
MEMORY_LIMIT = 500  # MB


Content: TypeAlias = dict[str, Any]
Edit: TypeAlias = "Callable[[Content], None]"


class Figures(NamedTuple):
    """Seconds of processor time."""

    load: float
    lint: float
    diff: float


def policy(grants: int) -> Content:
    """Return a policy of that many grants."""
    chance = random.Random(1)
    groups = int(grants / GRANTS_A_GROUP)
    tags = groups // 4
    return {
        "groups": {f"group:g{i}": [f"u{i * 10 + j}@example.com" for j in range(10)] for i in range(groups)},
        "tagOwners": {f"tag:t{i}": ["autogroup:admin"] for i in range(tags)},
        "grants": [
            {
                "src": [f"group:g{chance.randrange(groups)}"],
                "dst": [f"tag:t{chance.randrange(tags)}"],
                "ip": [f"tcp:{chance.randrange(1, 60_000)}"],
            }
            for _ in range(grants)
        ],
    }


def other_port(content: Content) -> None:
    """Change the port of the rule in the middle."""
    content["grants"][len(content["grants"]) // 2]["ip"] = ["tcp:22"]


def rule_more(content: Content) -> None:
    """Insert a rule in the middle."""
    rule = {"src": ["group:g1"], "dst": ["tag:t1"], "ip": ["tcp:22"]}
    content["grants"].insert(len(content["grants"]) // 2, rule)


def rule_less(content: Content) -> None:
    """Remove the rule in the middle."""
    del content["grants"][len(content["grants"]) // 2]


def member_more(content: Content) -> None:
    """Let somebody of one group join another."""
    content["groups"]["group:g5"].append("u99@example.com")


def owner_more(content: Content) -> None:
    """Give a tag one more owner."""
    content["tagOwners"]["tag:t5"].append("group:g7")


def open_to_all(content: Content) -> None:
    """Add the rule that lets everyone reach everything."""
    content["grants"].append({"src": ["*"], "dst": ["*"], "ip": ["*"]})


EDITS: dict[str, Edit] = {
    "another port": other_port,
    "a rule more": rule_more,
    "a rule less": rule_less,
    "a member more": member_more,
    "an owner more": owner_more,
}


def versions(grants: int, edit: Edit) -> tuple[SourceText, SourceText]:
    """Return a policy of that many grants, and the same with one line changed."""
    content = policy(grants)
    old = json.dumps(content, indent=1)
    edit(content)
    return SourceText("old", old), SourceText("new", json.dumps(content, indent=1))


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
    old, new = versions(grants, other_port)
    return Figures(
        seconds(lambda: load(old)),
        seconds(lambda: lint(old, Settings()), 2),
        seconds(lambda: diffed(old, new)),
    )


def diffed(old: SourceText, new: SourceText) -> object:
    """Load and diff two versions; what was loaded is returned too, so that freeing it is not timed."""
    before = load(old)
    after = load_beside(new, before)
    return before, after, compare_policies(before, after)


def cost(edit: Edit) -> float:
    """Return how often the time of loading both versions a diff of them takes, loading included."""
    old, new = versions(DIFF_GRANTS, edit)
    loading = seconds(lambda: (load(old), load(new)))
    return seconds(lambda: diffed(old, new)) / loading


def main(arguments: list[str]) -> int:
    """Print the ratios; return the exit status."""
    gc.disable()  # as the command line does: its processes are short
    small, large = (measure(size) for size in SIZES)
    rows = [
        (f"lint, {SIZES[1]:,} grants", large.lint / large.load, LINT_LIMIT, "x loading it"),
        (f"diff of one line, {SIZES[1]:,} grants", large.diff / large.load / 2, DIFF_LIMIT, "x loading both"),
        *(
            (f"diff of {name}, {DIFF_GRANTS:,} grants", cost(edit), EDIT_LIMIT, "x loading both")
            for name, edit in EDITS.items()
        ),
        ("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, MEMORY_LIMIT, "MB"),
    ]
    for name, figure, limit, unit in rows:
        print(f"{name:38} {figure:6.2f} {unit} (limit {limit:g})")
    print(f"{f'diff of an allow-all, {DIFF_GRANTS:,} grants':38} {cost(open_to_all):6.2f} x loading both")
    for name in Figures._fields:
        growth = getattr(large, name) / getattr(small, name)
        print(f"growth of {name:24} {growth:6.2f}x for ten times the grants")
    broken = any(figure > limit for _, figure, limit, _ in rows)
    return int(broken and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
