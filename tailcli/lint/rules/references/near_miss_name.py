"""Two names differ in one letter only, and one of them is used once.

What it does:
    Reports a name of a group, tag, host, IP set, posture or user that stands in the file once, where another
    name of the same kind that is used more often differs from it in a letter more, less or other, or in two
    letters swapped. Names with digits, short names and singular beside plural are left out.

Why:
    A misspelt name is a name too: where it is defined, or where it needs no definition, as the login of a
    user does, nothing else notices.

Example:
    bad:
    ```hujson
    {
      "groups": {
        "group:dev": ["alice.jones@example.com", "bob@example.com"],
        "group:ops": ["alice.jnoes@example.com"],
      },
      "tagOwners": {"tag:web": ["alice.jones@example.com"]},
    }
    ```
    good:
    ```hujson
    {
      "groups": {
        "group:dev": ["alice.jones@example.com", "bob@example.com"],
        "group:ops": ["alice.jones@example.com"],
      },
      "tagOwners": {"tag:web": ["alice.jones@example.com"]},
    }
    ```

Fix:
    None: which of the two is right is yours to say.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.near_names import near_pairs
from tailcli.policy.faults import quote
from tailcli.policy.references import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.references import Names
    from tailcli.source.text import Span

_KINDS = (NameKind.GROUP, NameKind.TAG, NameKind.HOST, NameKind.IPSET, NameKind.POSTURE, NameKind.LOGIN)


def check(context: Context) -> Iterator[Report]:
    """Report the rarer of each pair of names that are nearly the same."""
    for kind in _KINDS:
        names = context.references.of(kind)
        known = names.uses if kind is NameKind.LOGIN else names.definitions
        for pair in near_pairs(known):
            rare, frequent = sorted(pair, key=lambda name: (_count(names, name), name))
            if _count(names, rare) == 1 < _count(names, frequent):
                yield Report(
                    _first(names, rare),
                    f"{quote(rare)} stands here only, and differs from {quote(frequent)} in one letter",
                    hint=f"did you mean {quote(frequent)}?",
                    labels=(Label(_first(names, frequent), "the other one is here"),),
                )


def _count(names: Names, name: str) -> int:
    return (name in names.definitions) + len(names.uses.get(name, ()))


def _first(names: Names, name: str) -> Span:
    """Return where a name is defined; a user, who is defined nowhere, where it is used first."""
    node = names.definitions.get(name)
    return names.uses[name][0].span if node is None else node.span
