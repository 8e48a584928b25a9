"""How fast the HuJSON parser is, as ratios that mean the same on every machine.

Prints the time to parse a policy of 1 MB against ``json.loads`` of the same data, and for each hostile text
its growth from 0.25 to 1 MB and its time against the policy.
With ``--check``, exits 1 when a limit is broken.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from tailcli.hujson import parse_text

if TYPE_CHECKING:
    from collections.abc import Callable

JSON_LIMIT = 25.0
GROWTH_LIMIT = 4.6
POLICY_LIMIT = 4.0
SMALL, LARGE = 1 << 18, 1 << 20
NOISE = 0.002  # seconds: what takes less is too short for its growth to mean anything

HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda size: "[" * size,
    "braces": lambda size: "{" * size,
    "mixed brackets": lambda size: "[{" * (size // 2),
    "mismatched brackets": lambda size: "[}" * (size // 2),
    "commas": lambda size: "[" + "," * size,
    "commas after values": lambda size: "[" + "1,," * (size // 3),
    "empty strings": lambda size: "[" + '"",' * (size // 3) + '""]',
    "empty strings without commas": lambda size: "[" + '""' * (size // 2) + "]",
    "quotes": lambda size: '"' * size,
    "unclosed comments": lambda size: "/*" * (size // 2),
    "unclosed comments a line": lambda size: "[" + '/*\n"' * (size // 4),
    "comments": lambda size: "//\n" * (size // 3) + "1",
    "backslashes": lambda size: '"' + "\\" * size,
    "bare backslashes": lambda size: "\\" * size,
    "bad escapes": lambda size: '["' + "\\x" * (size // 2) + '"]',
    "an error a line": lambda size: "{" + "'a': 1,\n" * (size // 8) + "}",
    "a missing comma a line": lambda size: "[" + '"a"\n' * (size // 4) + "]",
    "white space": lambda size: " " * size,
    "words": lambda size: "[1 " + "a\n" * (size // 2),
}


def policy(size: int) -> str:
    """Return a policy of about that many characters, as people write it, comments included."""
    pieces = ['{\n\t"groups": {\n']
    rules = []
    length = index = 0
    while length < size:
        team = f"team-{index:05d}"
        members = ", ".join(f'"user{(index * 7 + i) % 5000}@example.com"' for i in range(4))
        group = f'\t\t"group:{team}": [{members}],\n'
        rule = (
            f"\t\t// {team} reaches its own servers.\n"
            f'\t\t{{"action": "accept", "src": ["group:{team}", "tag:ci"], '
            f'"dst": ["tag:{team}:22,443", "10.0.{index % 256}.0/24:*"]}},\n'
        )
        pieces.append(group)
        rules.append(rule)
        length += len(group) + len(rule)
        index += 1
    return "".join((*pieces, '\t},\n\t"acls": [\n', *rules, "\t],\n}\n"))


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Return the shortest processor time of several runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
        del result
    return best


def main(arguments: list[str]) -> int:
    """Print the ratios; return the exit status."""
    from tailcli.hujson.standard import minimize

    text = policy(LARGE)
    plain = minimize(text)
    own = seconds(lambda: parse_text(text), 9)
    ratio = own / seconds(lambda: json.loads(plain), 15)
    broken = ratio > JSON_LIMIT
    print(f"policy of 1 MB: {ratio:.1f}x json.loads (limit {JSON_LIMIT:.0f}x)")
    for name, make in HOSTILE.items():
        small, large = make(SMALL), make(LARGE)
        base = seconds(partial(parse_text, small))
        full = seconds(partial(parse_text, large))
        growth = full / max(base, NOISE)
        broken = broken or growth > GROWTH_LIMIT or full / own > POLICY_LIMIT
        print(
            f"{name:30} growth {growth:4.1f}x (limit {GROWTH_LIMIT}x), "
            f"{full / own:5.2f}x the policy (limit {POLICY_LIMIT:.0f}x)"
        )
    return int(broken and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
