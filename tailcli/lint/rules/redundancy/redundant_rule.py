"""A rule gives nothing that another rule does not give.

What it does:
    Reports access rules whose whole access one other rule gives too, on conditions that are no stricter.
    Grants and ACL rules are looked at together. What names and addresses stand for counts, not how it is
    written.

Why:
    A policy only adds access: such a rule changes nothing, and whoever removes or narrows it to take access
    away takes nothing away.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:1-1024"]},
        // developers
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:443"]},
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:1-1024"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [
        {"src": ["autogroup:member"], "dst": ["tag:web"], "ip": ["tcp:1-1024"]},
        {"src": ["group:dev"], "dst": ["tag:web"], "ip": ["tcp:8443"]},
      ],
    }
    ```

Fix:
    Safe: removes the rule, with its comments. Unsafe where the rule holds something that is reported as
    wrong, and where it names a person whom the other rule covers as a member only: guests are no members.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor, place, rule_label, rule_removal, title
from tailcli.lint.covering import covering
from tailcli.lint.guests import possible_guest, unless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def check(context: Context) -> Iterator[Report]:
    """Report rules that one other rule covers."""
    rules = context.access.rules
    for number, by in context.once(covering).redundant.items():
        rule, other = rules[number], rules[by]
        if rule is None or other is None:
            continue
        guest = possible_guest(rule, (other,))
        nothing = f"adds nothing{unless(guest)}"
        yield Report(
            anchor(rule.node),
            f"{title(rule)} {nothing}: {place(context, other)} already gives all of its access",
            hint="remove it, or narrow the wider rule if that is not meant",
            labels=(rule_label(other, "this rule gives it all"),),
            fix=rule_removal(context, rule, is_sure=guest is None),
        )
