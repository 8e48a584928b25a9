"""A comment speaks of a name that the policy file no longer has.

What it does:
    Reports `group:`, `tag:`, `ipset:` and `posture:` names in the prose of comments that the file neither
    defines nor uses. Comments that hold code (quotes, brackets) are left out.

Why:
    A comment that explains something else than what stands there misleads whoever trusts it.

Example:
    bad:
    ```hujson
    {
      // tag:old-web is looked after by the web team.
      "tagOwners": {"tag:web": []},
    }
    ```
    good:
    ```hujson
    {
      // tag:web is looked after by the web team.
      "tagOwners": {"tag:web": []},
    }
    ```

Fix:
    None: bring the comment up to date.

References:
    - https://tailscale.com/kb/1337/policy-syntax
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.policy.faults import quote
from tailcli.policy.references import NameKind
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

_NAME = re.compile(r"(?<![\w:./-])(?:group|tag|ipset|posture):[A-Za-z][\w-]*[A-Za-z0-9](?![\w@*<{-])")
_CODE = re.compile(r"""["'`\[\]{}]""")
_KINDS = (NameKind.GROUP, NameKind.TAG, NameKind.IPSET, NameKind.POSTURE)


def check(context: Context) -> Iterator[Report]:
    """Report names in comments that nothing else in the file has."""
    known: frozenset[str] | None = None
    for comment in context.document.comments:
        if _CODE.search(comment.text):
            continue
        for match in _NAME.finditer(comment.text):
            known = known or _names(context)
            if not _is_known(match[0], known):
                span = Span(comment.start + match.start(), comment.start + match.end())
                yield Report(
                    span, f"the comment speaks of {quote(match[0])}, which the policy file does not have"
                )


def _is_known(name: str, known: frozenset[str]) -> bool:
    """Tell whether prose may mean a name that is there: ``tag:web-only`` speaks of ``tag:web``."""
    while name not in known:
        name, dash, _ = name.rpartition("-")
        if not dash:
            return False
    return True


def _names(context: Context) -> frozenset[str]:
    tables = [context.references.of(kind) for kind in _KINDS]
    return frozenset(name for table in tables for name in (*table.definitions, *table.uses))
