"""How the tool grows with the policy: linting and diffing a generated policy against loading it.

Prints, for 1,500 and 15,000 grants (a group of ten people for each seven or eight of them): the time of
``lint`` as a multiple of loading the file, the time of diffing a one-line change, loading included, as a
multiple of loading both files, the growth from the small to the large one, and the peak memory; and, for
10,000 grants with hosts, IP sets, postures, SSH rules, attributes and approvers beside them, what each kind
of one-line change costs, there and back. With ``--check``, exits 1 when a limit is broken.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import sys
import time
from functools import partial
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
WIDE_LIMIT = 12.0
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


def mixed(grants: int) -> Content:
    """Return a policy of that many grants with something of every section beside them."""
    chance = random.Random(2)
    content = policy(grants)
    rules, tags = content["grants"], len(content["tagOwners"])
    hosts, sets = grants // 10, grants // 50
    content["hosts"] = {f"h{i}": f"10.{i // 250}.{i % 250}.1" for i in range(hosts)}
    content["ipsets"] = {f"ipset:s{i}": [f"add 10.{100 + i // 250}.{i % 250}.0/24"] for i in range(sets)}
    content["postures"] = {f"posture:p{i}": [f"node:tsVersion >= '1.{i}'"] for i in range(50)}
    content["ssh"] = [
        {"action": "accept", "src": [f"group:g{i}"], "dst": [f"tag:t{i % tags}"], "users": ["root"]}
        for i in range(grants // 20)
    ]
    content["nodeAttrs"] = [{"target": [f"tag:t{i}"], "attr": ["funnel"]} for i in range(100)]
    content["autoApprovers"] = {"routes": {f"10.{i}.0.0/16": [f"tag:t{i}"] for i in range(100)}}
    for rule in rules[::5]:
        rule["dst"] = [f"h{chance.randrange(hosts)}"]
    for rule in rules[1::50]:
        rule["dst"] = [f"ipset:s{chance.randrange(sets)}"]
    for rule in rules[2::50]:
        rule["srcPosture"] = [f"posture:p{chance.randrange(50)}"]
    for rule in rules[3::50]:
        rule["app"] = {"tailscale.com/cap/relay": []}
    return content


def other_port(content: Content) -> None:
    """Change the port of the rule in the middle."""
    content["grants"][len(content["grants"]) // 2]["ip"] = ["tcp:22"]


def other_source(content: Content) -> None:
    """Let everybody have what one group had."""
    content["grants"][len(content["grants"]) // 2]["src"] = ["*"]


def rule_more(content: Content) -> None:
    """Insert a rule in the middle."""
    rule = {"src": ["group:g1"], "dst": ["tag:t1"], "ip": ["tcp:22"]}
    content["grants"].insert(len(content["grants"]) // 2, rule)


def member_more(content: Content) -> None:
    """Let somebody of one group join another."""
    content["groups"]["group:g5"].append("u99@example.com")


def owner_more(content: Content) -> None:
    """Give a tag one more owner."""
    content["tagOwners"]["tag:t5"].append("group:g7")


def group_more(content: Content) -> None:
    """Define one more group."""
    content["groups"]["group:more"] = ["u7@example.com"]


def other_host(content: Content) -> None:
    """Move a host."""
    content["hosts"]["h7"] = "10.200.1.1"


def other_set(content: Content) -> None:
    """Put a network into an IP set."""
    content["ipsets"]["ipset:s7"].append("add 10.222.0.0/16")


def other_posture(content: Content) -> None:
    """Ask for more in a posture."""
    content["postures"]["posture:p7"] = ["node:tsVersion >= '1.99'"]


def other_login(content: Content) -> None:
    """Open one more account in an SSH rule."""
    content["ssh"][7]["users"].append("ubuntu")


def open_to_all(content: Content) -> None:
    """Add the rule that lets everyone reach everything."""
    content["grants"].append({"src": ["*"], "dst": ["*"], "ip": ["*"]})


EDITS: dict[str, Edit] = {
    "another port": other_port,
    "another source": other_source,
    "a rule": rule_more,
    "a member": member_more,
    "an owner": owner_more,
    "a group": group_more,
    "another host": other_host,
    "an IP set": other_set,
    "a posture": other_posture,
    "an SSH login": other_login,
    "an allow-all": open_to_all,
}


def posture_for_all(content: Content) -> None:
    """Ask for a posture wherever a rule has none of its own."""
    content["defaultSrcPosture"] = ["posture:p1"]


def no_rules(content: Content) -> None:
    """Misspell the name of the rules, beside tests."""
    content["tests"] = [
        {"src": f"u{i * 10}@example.com", "deny": [f"tag:t{i % 300}:22"]} for i in range(1_000)
    ]
    content["grant"] = content.pop("grants")


WIDE_EDITS: dict[str, Edit] = {"a posture for all": posture_for_all, "no rules, 1,000 tests": no_rules}
"""One line that touches every rule: each of them has something to tell."""


def versions(content: Content, edit: Edit) -> tuple[SourceText, SourceText]:
    """Return a policy as it is, and the same with one line changed."""
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
    old, new = versions(policy(grants), other_port)
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


def cost(edit: Edit, runs: int = 3) -> tuple[float, float]:
    """Return how often the time of loading both versions a diff of them takes, there and back."""
    old, new = versions(mixed(DIFF_GRANTS), edit)
    loading = seconds(lambda: (load(old), load(new)))
    there, back = (seconds(partial(diffed, *pair), runs) for pair in ((old, new), (new, old)))
    return there / loading, back / loading


def main(arguments: list[str]) -> int:
    """Print the ratios; return the exit status."""
    gc.disable()  # as the command line does: its processes are short
    small, large = (measure(size) for size in SIZES)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        (f"lint, {SIZES[1]:,} grants", large.lint / large.load, LINT_LIMIT, "x loading it"),
        (f"diff of one line, {SIZES[1]:,} grants", large.diff / large.load / 2, DIFF_LIMIT, "x loading both"),
        *(
            (f"diff of {name}{way}, {DIFF_GRANTS:,} grants", figure, EDIT_LIMIT, "x loading both")
            for name, edit in EDITS.items()
            for way, figure in zip(("", ", back"), cost(edit), strict=True)
        ),
        *(
            (f"diff of {name}{way}, {DIFF_GRANTS:,} grants", figure, WIDE_LIMIT, "x loading both")
            for name, edit in WIDE_EDITS.items()
            for way, figure in zip(("", ", back"), cost(edit, 1), strict=True)
        ),
        ("peak memory", peak, MEMORY_LIMIT, "MB"),
    ]
    for name, figure, limit, unit in rows:
        print(f"{name:42} {figure:6.2f} {unit} (limit {limit:g})")
    for name in Figures._fields:
        growth = getattr(large, name) / getattr(small, name)
        print(f"growth of {name:32} {growth:6.2f}x for ten times the grants")
    broken = any(figure > limit for _, figure, limit, _ in rows)
    return int(broken and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
