"""What is said of a broken guardrail: who, what, one example, and the guardrail with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.guard.check import Demand
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.naming import Party
    from tailcli.config.guardrails import Guardrail
    from tailcli.guard.check import Breach

_NAMED = 4


def breach_words(breach: Breach, file: str) -> str:
    """Return a breach in one sentence; ``file`` is what to call the settings file."""
    guardrail = guardrail_words(breach.guardrail, file)
    who, what = parties_words(breach.sources), parties_words(breach.destinations)
    access = f"{what} on {', '.join(breach.rights)}"
    if breach.demand is Demand.ALWAYS:
        return f"{who} must reach {access} and does not, against {guardrail}"
    condition = f" {breach.condition}" if breach.condition else ""
    return f"{who} may reach {access}{condition}, against {guardrail}"


def example_words(breach: Breach) -> str:
    """Return the one concrete instance of a breach."""
    source, destination, right = breach.witness
    return f"{source} -> {destination} {right}"


def idle_words(guardrail: Guardrail, demand: Demand, file: str) -> str:
    """Say that a guardrail speaks of nobody or nothing in this version."""
    ends = " or ".join(map(quote, (*guardrail.sources, *guardrail.destinations)))
    words = guardrail_words(guardrail, file)
    return f"{demand.value}: {words} guards nothing, because this version does not know {ends}"


def guardrail_words(guardrail: Guardrail, file: str) -> str:
    """Return what to call a guardrail: its name, its place in the settings, its reason."""
    line = "" if guardrail.line is None else f":{guardrail.line}"
    place = f" ({file}{line})" if file else ""
    reason = f": {guardrail.reason}" if guardrail.reason else ""
    return f"the guardrail {quote(guardrail.name)}{place}{reason}"


def parties_words(parties: Iterable[Party]) -> str:
    """Return names as written, the first few where there are many."""
    names = [_party_words(party) for party in parties]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _party_words(party: Party) -> str:
    but = f" (except {', '.join(party.exceptions)})" if party.exceptions else ""
    return f"{quote(party.text)}{but}"
