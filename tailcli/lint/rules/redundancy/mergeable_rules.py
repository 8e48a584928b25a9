"""Two grants differ in their sources only, or in their destinations only.

What it does:
    Reports grants that say the same as an earlier one but for `src`, or but for `dst`.

Why:
    One rule with a longer list is easier to review than several that have to be compared.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": [], "tag:api": []},
      "grants": [
        {"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["443"]},
        {"src": ["autogroup:member"], "dst": ["tag:api"], "ip": ["443"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": [], "tag:api": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web", "tag:api"], "ip": ["443"]}],
    }
    ```

Fix:
    None: rules are often kept apart to say why each exists.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor, place, rule_label, title
from tailcli.lint.covering import covering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import Content
    from tailcli.lint.context import Context
    from tailcli.policy.model import Grant


def check(context: Context) -> Iterator[Report]:
    """Report grants that could be one with an earlier grant."""
    first: dict[object, Grant] = {}
    superfluous = context.once(covering)
    left_out = {*superfluous.duplicates, *superfluous.redundant, *superfluous.implied}
    for number, grant in enumerate(context.policy.grants or ()):
        if number in left_out:
            continue
        for field, key in _keys(context.access.contents[number]):
            original = first.setdefault(key, grant)
            if original is not grant:
                message = f"{title(grant)} differs from {place(context, original)} in {field} only"
                labels = (rule_label(original, "the other one is here"),)
                yield Report(anchor(grant.node), message, hint="make one rule of the two", labels=labels)
                break


def _keys(content: Content) -> Iterator[tuple[str, object]]:
    """Return what a grant says but for one of its fields, with the field's name."""
    opened = frozenset(traffic for traffic, _ in content.opened)
    rest = (opened, content.permissions, frozenset(content.postures), frozenset(content.via))
    yield '"dst"', ("dst", frozenset(content.sources), *rest)
    yield '"src"', ("src", frozenset(content.destinations), *rest)
