"""No access rule gives anything, so nothing connects.

What it does:
    Reports a file whose `acls` and `grants` together give no access at all: they are empty, or no rule has
    both somebody and something that it stands for. Rules in which something is reported as wrong may mean
    to give something, so nothing is reported beside these.

Why:
    Nobody reaches anything, not even their own devices. Right after an edit this locks people out.

Example:
    bad:
    ```hujson
    {"grants": [], "ssh": []}
    ```
    bad:
    ```hujson
    {
      "groups": {"group:dev": []},
      "grants": [{"src": ["group:dev"], "dst": ["*"], "ip": ["*"]}],
    }
    ```
    good:
    ```hujson
    {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:self"], "ip": ["*"]}]}
    ```

Fix:
    None: write the rules that are needed.

References:
    - https://tailscale.com/kb/1192/acl-samples
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import has_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context

HINT = "write a rule; headscale takes empty sections as allowing everything"


def check(context: Context) -> Iterator[Report]:
    """Report access rules that give nothing together."""
    access = context.access
    if None in access.rules or access.network or access.application:
        return
    sections = [section for section in context.policy.sections if section.name in {"acls", "grants"}]
    if any(has_problem(context, section.value.span) for section in sections):
        return
    keys = [section.key for section in sections]
    why = "give nothing" if access.rules else "are empty"
    named = " and ".join(f'"{key.value}"' for key in keys)
    if len(keys) == 1:
        why = why.replace("give", "gives").replace("are", "is")
    yield Report(keys[0].span, f"{named} {why}: nobody may reach anything", hint=HINT)
