"""The name of a tag is not one that a tag can have.

What it does:
    Reports keys of `tagOwners` that do not begin with `tag:`, or whose name does not begin with a letter,
    is empty, or holds anything but letters, digits and `-`.

Why:
    The control plane refuses a policy file that declares such a tag.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web_server": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web_server"], "ip": ["tcp:443"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:web-server": []},
      "grants": [{"src": ["autogroup:member"], "dst": ["tag:web-server"], "ip": ["tcp:443"]}],
    }
    ```
    bad:
    ```hujson
    {"tagOwners": {"tag:2nd-floor": []}}
    ```
    good:
    ```hujson
    {"tagOwners": {"tag:floor-2": []}}
    ```

Fix:
    Unsafe: writes `-` for what is not possible, here and wherever the tag is named; devices have to be given
    the new tag. None where the name does not begin with a letter, or the new one is taken.

References:
    - https://tailscale.com/kb/1068/tags
    - https://tailscale.com/kb/1337/policy-syntax#tag-owners
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from tailcli.config.settings import FileKind
from tailcli.findings.model import Applicability, Fix
from tailcli.hujson.edit import rename_key
from tailcli.lint.problems import report_of
from tailcli.policy.faults import quote
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from tailcli.findings.model import Report
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem

_REPAIRABLE = re.compile(r"tag:[A-Za-z].*", re.DOTALL)
_IMPOSSIBLE = re.compile(r"[^A-Za-z0-9-]+", re.ASCII)


def report(context: Context, problem: Problem) -> Report:
    """Offer a name that is possible, where little has to be changed."""
    names = context.once(_names)
    node = names[bisect_right(names, problem.span.start, key=lambda name: name.start) - 1]
    return report_of(problem)._replace(fix=_renamed(context, node))


def _names(context: Context) -> list[String]:
    return sorted(tag.name for tag in context.policy.tag_owners)


def _renamed(context: Context, node: String) -> Fix | None:
    if context.document.problems or context.settings.kind is FileKind.FRAGMENT:
        return None  # the tag may be named where it cannot be seen
    old = node.value.strip()
    new = _IMPOSSIBLE.sub("-", old.removeprefix("tag:"))
    tags = context.references.tags
    if not _REPAIRABLE.fullmatch(old) or f"tag:{new}" in tags.definitions:
        return None
    edits = [TextEdit(use.span, f"tag:{new}") for use in tags.uses.get(old, ())]
    edits.append(rename_key(node, f"tag:{new}"))
    return Fix(f"Call it {quote(f'tag:{new}')} everywhere", tuple(edits), Applicability.UNSAFE)
