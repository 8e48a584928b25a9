"""Access rules as a reader of the file sees them: what to call one, where it is, how to remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import is_self
from tailcli.findings.model import Applicability, Label
from tailcli.lint.destinations import selector_text
from tailcli.lint.removal import removal, section_value
from tailcli.policy.model import AclRule, Grant
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.findings.model import Fix
    from tailcli.hujson.nodes import Object
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule


def numbered_rules(context: Context) -> Iterator[tuple[int, AccessRule]]:
    """Yield the access rules of the file with their number in ``context.access.rules``."""
    for number, rule in enumerate(context.access.rules):
        if rule is not None:
            yield number, rule


def section_of(rule: AccessRule | SshRule) -> str:
    """Return the name of the section that a rule stands in."""
    if isinstance(rule, Grant):
        return "grants"
    return "acls" if isinstance(rule, AclRule) else "ssh"


def title(rule: AccessRule | SshRule) -> str:
    """Return what to call a rule: ``grants[0]``."""
    return f"{section_of(rule)}[{rule.ordinal}]"


def place(context: Context, rule: AccessRule | SshRule) -> str:
    """Return what to call a rule, with its line: ``grants[0] (line 12)``."""
    return f"{title(rule)} (line {context.source.position(rule.node.start).line})"


def anchor(node: Object) -> Span:
    """Return the place to underline for a whole entry: its members, without the braces.

    An action that comes first is left out: where the entry has several lines the first one is shown, and
    ``"action": "accept"`` is in every rule.
    """
    if not node.members:
        return node.span
    first, *more = node.members
    if more and first.key.value == "action":
        first = more[0]
    return Span(first.key.start, node.members[-1].value.end)


def rule_label(rule: AccessRule | SshRule, message: str) -> Label:
    """Return a label at a rule."""
    return Label(anchor(rule.node), message)


def field_span(rule: AccessRule | SshRule, field: str) -> Span:
    """Return the place of a field's key, or of the whole rule where it is absent."""
    key = rule.keys.get(field)
    return anchor(rule.node) if key is None else key.span


def has_own_destination_only(rule: AccessRule) -> bool:
    """Tell whether a rule leads to nothing but people's own devices (grants and readable ACL rules)."""
    texts = (selector_text(rule, destination) for destination in rule.dst)
    return all(text is not None and is_self(text) for text in texts)


def rule_removal(context: Context, rule: AccessRule | SshRule, *, is_sure: bool = True) -> Fix | None:
    """Return the fix that removes a rule; safe if access is sure to be the same without it.

    Where the rule holds something that the control plane may refuse, it is not safe: removing it does more.
    """
    safe = is_sure and not has_problem(context, rule.node.span)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    parent = section_value(context, section_of(rule))
    return removal(context, parent, rule.node.start, f"Remove {title(rule)}", applicability)


def has_problem(context: Context, span: Span) -> bool:
    """Tell whether the decoder or a check reports something inside a place."""
    from bisect import bisect_left

    starts = context.once(_problem_starts)
    at = bisect_left(starts, span.start)
    return at < len(starts) and starts[at] < span.end


def _problem_starts(context: Context) -> list[int]:
    return sorted(problem.span.start for found in context.problems_by_kind.values() for problem in found)
