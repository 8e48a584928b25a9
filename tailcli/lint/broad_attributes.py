"""Node attributes that are handed to a crowd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.breadth import broad_people
from tailcli.policy.autogroups import Position
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


def broad_targets(context: Context, attribute: str, what: str) -> Iterator[Report]:
    """Report the targets of an attribute that stand for a crowd; ``what`` says what the attribute allows."""
    for entry in context.policy.node_attrs:
        given = next((node for node in entry.attr if node.value.strip() == attribute), None)
        for target in entry.target if given is not None else ():
            who = broad_people(target.value, Position.NODE_ATTR_TARGET)
            if who is not None and given is not None:
                yield Report(
                    target.span,
                    f"by {quote(target.value.strip())} {who} may {what}",
                    hint="name the tag of the devices that are meant to",
                    labels=(Label(given.span, f"{quote(attribute)} is given here"),),
                )
