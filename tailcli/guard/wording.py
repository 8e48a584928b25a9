"""What is said of a broken guardrail: who, what, one example, and the guardrail with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.naming import STAR, STARS
from tailcli.access.naming import Side as End
from tailcli.access.rights_words import accounts, enumeration, few, traffic, uses
from tailcli.guard.breach import Demand, Lane
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.naming import Party
    from tailcli.config.guardrails import Guardrail
    from tailcli.guard.breach import Breach


def breach_words(breach: Breach, file: str) -> str:
    """Return a breach in one sentence; ``file`` is what to call the settings file."""
    against = f"against {guardrail_words(breach.guardrail, file)}"
    who = parties_words(breach.sources)
    if breach.demand is Demand.ALWAYS:
        notes = f": {', '.join(breach.notes)}" if breach.notes else ""
        must, cannot = _MUST[breach.lane]
        return f"{who} must {must} {_access(breach)} and {cannot}{notes}, {against}"
    condition = f" {breach.condition}" if breach.condition else ""
    notes = f" ({', '.join(breach.notes)})" if breach.notes else ""
    return f"{who} may {_MAY[breach.lane]} {_access(breach)}{condition}{notes}, {against}"


_MAY = {Lane.NETWORK: "reach", Lane.SSH: "log in to", Lane.APPLICATION: "use"}
_MUST = {
    Lane.NETWORK: ("reach", "does not"),
    Lane.SSH: ("be able to log in to", "is not"),
    Lane.APPLICATION: ("be able to use", "is not"),
}


def _access(breach: Breach) -> str:
    what = parties_words(breach.destinations, End.DESTINATION)
    match breach.lane:
        case Lane.NETWORK:
            return f"{what} on {traffic(breach.rights)}"
        case Lane.SSH:
            return f"{what} by SSH as {accounts(breach.rights)}"
        case Lane.APPLICATION:
            return f"{uses(breach.rights, expand=False)} on {what}"


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


def parties_words(parties: Iterable[Party], end: End = End.SOURCE) -> str:
    """Return names as written, the first few where there are many; the star says what it means there."""
    return few([_party_words(party, end) for party in parties])


def _party_words(party: Party, end: End) -> str:
    is_name = party.is_selector or " " not in party.text
    text = quote(party.text) if is_name else party.text
    but = f" (except {enumeration(party.exceptions)})" if party.exceptions else ""
    return f"{STARS[end] if party.text == STAR else text}{but}"
