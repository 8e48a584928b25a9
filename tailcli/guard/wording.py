"""What is said of a broken guardrail: who, what, one example, and the guardrail with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.naming import STAR, STARS
from tailcli.access.naming import Side as End
from tailcli.access.port_lists import few_ports
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
    guardrail = guardrail_words(breach.guardrail, file)
    who = parties_words(breach.sources)
    access = f"{_VERBS[breach.lane]} {_access(breach)}"
    notes = f" ({', '.join(breach.notes)})" if breach.notes else ""
    reason = _reason(breach.guardrail)
    if breach.demand is Demand.ALWAYS:
        cannot = "cannot always" if breach.is_given_at_times else "cannot"
        return f"{who} {cannot} {access}{notes}, though {guardrail} demands it{reason}"
    condition = f" {breach.condition}" if breach.condition else ""
    return f"{who} may {access}{condition}{notes}, against {guardrail}{reason}"


_VERBS = {Lane.NETWORK: "reach", Lane.SSH: "log in to", Lane.APPLICATION: "use"}


def _access(breach: Breach) -> str:
    what = parties_words(breach.destinations, End.DESTINATION)
    match breach.lane:
        case Lane.NETWORK:
            return f"{what} on {few_ports(traffic(breach.rights))}"
        case Lane.SSH:
            return f"{what} by SSH as {accounts(breach.rights)}"
        case Lane.APPLICATION:
            return f"{uses(breach.rights, expand=False)} on {what}"


def example_words(breach: Breach) -> str:
    """Return the one concrete instance of a breach."""
    source, destination, right = breach.witness
    return f"{source} -> {destination} {right}"


def idle_words(guardrail: Guardrail, file: str) -> str:
    """Say that a guardrail speaks of nobody or nothing in this version."""
    ends = " -> ".join(few(list(map(quote, end))) for end in (guardrail.sources, guardrail.destinations))
    words = guardrail_words(guardrail, file)
    return f"{words} guards nothing: this version knows nobody or nothing by its names ({ends})"


def guardrail_words(guardrail: Guardrail, file: str) -> str:
    """Return what to call a guardrail: its name and its place in the settings, or its place alone."""
    if not guardrail.is_named and file and guardrail.line is not None:
        return f"the guardrail at {file}:{guardrail.line}"
    line = "" if guardrail.line is None else f":{guardrail.line}"
    place = f" ({file}{line})" if file else ""
    name = quote(guardrail.name) if guardrail.is_named else guardrail.name
    return f"the guardrail {name}{place}"


def _reason(guardrail: Guardrail) -> str:
    return f": {guardrail.reason}" if guardrail.reason else ""


def parties_words(parties: Iterable[Party], end: End = End.SOURCE) -> str:
    """Return names as written, the first few where there are many; the star says what it means there."""
    return few([_party_words(party, end) for party in parties])


def _party_words(party: Party, end: End) -> str:
    is_name = party.is_selector or " " not in party.text
    text = quote(party.text) if is_name else party.text
    but = f" (except {enumeration(party.exceptions)})" if party.exceptions else ""
    return f"{STARS[end] if party.text == STAR else text}{but}"
