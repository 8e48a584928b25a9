"""A rule gives nothing that another rule does not give.

What it does:
    Reports access rules whose whole access one other rule gives too, on conditions that are no stricter.
    Grants and ACL rules are looked at together. What names and addresses stand for counts, not how it is
    written. Rules beside one that allows everything are one finding: they may be what is to be left of it.

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
    Safe: removes the rule, with its comments. None beside a rule that allows everything. Unsafe where the
    rule holds something that is reported as wrong, and where it names a person whom the other rule covers as
    a member only (guests are no members), or a group that it covers by the members of today.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.lint.access_rules import anchor, place, rule_label, rule_removal, title
from tailcli.lint.covering import covering
from tailcli.lint.guests import possible_guest, unless
from tailcli.lint.membership import covered_by_members
from tailcli.lint.openness import allow_all_rules
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.lint.context import Context

_MOST_LABELS = 20


def check(context: Context) -> Iterator[Report]:
    """Report rules that one other rule covers."""
    rules = context.access.rules
    beside: dict[int, list[AccessRule]] = {}
    open_rules = context.once(allow_all_rules)
    for number, by in context.once(covering).redundant.items():
        rule, other = rules[number], rules[by]
        if rule is None or other is None:
            continue
        if open_rules == (by,):
            beside.setdefault(by, []).append(rule)
        else:
            yield _redundant(context, rule, other)
    for by, covered in beside.items():
        other = rules[by]
        if other is not None:
            yield _beside(context, covered, other)


def _redundant(context: Context, rule: AccessRule, other: AccessRule) -> Report:
    guest = possible_guest(rule, (other,))
    group = covered_by_members(rule.src, other.src)
    nothing = f"adds nothing{unless(guest)}"
    if group is not None:
        nothing = f"{nothing} while {quote(group.value)} has the members that it has"
    return Report(
        anchor(rule.node),
        f"{title(rule)} {nothing}: {place(context, other)} already gives all of its access",
        hint="remove it, or narrow the wider rule if that is not meant",
        labels=(rule_label(other, "this rule gives it all"),),
        fix=rule_removal(context, rule, is_sure=guest is None and group is None),
    )


def _beside(context: Context, covered: list[AccessRule], other: AccessRule) -> Report:
    """Report all that a rule covers which allows everything: whoever narrows that one needs them."""
    first, *more = covered
    wide = place(context, other)
    if not more:
        message = f"{title(first)} adds nothing: {wide} allows everything"
    else:
        many = f"{len(more)} more rule{'s' if len(more) > 1 else ''}"
        message = f"{title(first)} and {many} add nothing: {wide} allows everything"
    return Report(
        anchor(first.node),
        message,
        hint="remove the rule that allows everything, so that they count, or remove them",
        labels=(
            rule_label(other, "this rule allows everything"),
            *(rule_label(rule, "this adds nothing as well") for rule in more[:_MOST_LABELS]),
        ),
    )
