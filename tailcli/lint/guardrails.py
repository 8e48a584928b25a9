"""The guardrails of the settings, held against a file once for the rules that report what breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Report
from tailcli.guard.breach import Demand, Lane
from tailcli.guard.check import breaches, idle
from tailcli.guard.wording import breach_words, example_words, idle_words
from tailcli.lint.access_rules import anchor
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.guard.breach import Breach
    from tailcli.lint.context import Context

_SECTIONS = ("grants", "acls")
_SSH = "ssh"


def broken(context: Context, demand: Demand) -> Iterator[Report]:
    """Yield a report for each breach of the guardrails of one sort; nothing is computed without any."""
    file = context.settings.guardrails.file
    for breach in context.once(_breaches):
        if breach.demand is demand:
            message = f"{breach_words(breach, file)} (for example {example_words(breach)})"
            yield Report(_place(breach, context), message, hint=_HINTS[demand])
    if demand is Demand.ALWAYS:
        for guardrail in idle(context.policy, context.settings.guardrails.must_reach, context.inventory):
            yield Report(_start(context), idle_words(guardrail, file), hint=_HINTS[demand])


_HINTS = {
    Demand.NEVER: "take the access away, or have the guardrail changed by those who set it",
    Demand.ALWAYS: "give the access back, or have the guardrail changed by those who set it",
}


def _breaches(context: Context) -> tuple[Breach, ...]:
    return breaches(context.policy, context.settings.guardrails, context.inventory)


def _place(breach: Breach, context: Context) -> Span:
    return _start(context, breach.lane) if breach.rule is None else anchor(breach.rule.node)


def _start(context: Context, lane: Lane = Lane.NETWORK) -> Span:
    """Return where a reader looks for what is missing: a section of rules, or the beginning."""
    places = {section.name: section.key.span for section in context.policy.sections}
    order = (_SSH, *_SECTIONS) if lane is Lane.SSH else _SECTIONS
    return next((places[name] for name in order if name in places), Span(0, 0))
