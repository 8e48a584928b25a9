"""No test says who must not reach a sensitive tag.

What it does:
    Reports sensitive tags that an access rule opens to somebody and that no `deny` of a test names. A file
    without tests is left to `no-tests`.

Why:
    The access that would do the most harm is the access that a test should rule out.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dba": ["alice@example.com"]},
      "tagOwners": {"tag:db": []},
      "grants": [{"src": ["group:dba"], "dst": ["tag:db"], "ip": ["tcp:5432"]}],
      "tests": [{"src": "alice@example.com", "accept": ["tag:db:5432"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dba": ["alice@example.com"]},
      "tagOwners": {"tag:db": []},
      "grants": [{"src": ["group:dba"], "dst": ["tag:db"], "ip": ["tcp:5432"]}],
      "tests": [
        {"src": "alice@example.com", "accept": ["tag:db:5432"]},
        {"src": "bob@example.com", "deny": ["tag:db:5432"]},
      ],
    }
    ```

Fix:
    None: write a test with somebody who must not reach the tag.

Options:
    `sensitive-tags`, `sensitive-words`: which tags are sensitive.

References:
    - https://tailscale.com/kb/1337/policy-syntax#tests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.sensitive import is_sensitive
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.references import Use

_RULES = frozenset(("grants", "acls"))


def check(context: Context) -> Iterator[Report]:
    """Report sensitive tags that are a destination and that no test protects."""
    if not context.policy.tests:
        return
    tags = context.references.tags
    for name, node in tags.definitions.items():
        if not is_sensitive(context.options, name):
            continue
        uses = tags.uses.get(name, ())
        opened = next((use for use in uses if _is_destination(use)), None)
        if opened is not None and not any(_denies(use) for use in uses):
            yield Report(
                node.span,
                f"no test denies anybody access to {quote(name)}, which is sensitive",
                hint=f'add a test of somebody who must not reach it: "deny": [{quote(name + ":22")}]',
                labels=(Label(opened.span, "it is opened here"),),
            )


def _is_destination(use: Use) -> bool:
    return use.place.section in _RULES and use.place.field == "dst"


def _denies(use: Use) -> bool:
    return use.place.section == "tests" and use.place.field == "deny"
