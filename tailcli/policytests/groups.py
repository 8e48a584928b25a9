"""A group as the source of a test: what is sure of it (docs/semantics.md, "Policy tests").

Nobody has recorded whether the control plane asks for each member of the group, for any, or for the group as
such, nor what it makes of a group that is not defined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match_facts import FactKind, MissingFact
from tailcli.access.match_lookup import NotFound
from tailcli.access.match_subject import Member
from tailcli.policy.faults import quote
from tailcli.policy.selectors import GroupName, parse_selector
from tailcli.policytests.results import EntryResult, Fault, Status, worst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.match_lookup import Lookup
    from tailcli.access.match_subject import Subject
    from tailcli.hujson.nodes import String
    from tailcli.policytests.results import Assertion, Entry


def stand_in(lookup: Lookup, node: String) -> Subject | None:
    """Return whom to ask about beside the members of a group: the group as such."""
    selector = parse_selector(node.value)
    return lookup.group(selector.name) if isinstance(selector, GroupName) else None


def is_untold(subject: Subject) -> bool:
    """Tell whether it stands for a group whose members nothing tells."""
    return isinstance(subject.identity, Member) and not subject.identity.is_defined


def doubt(lookup: Lookup, node: String | None) -> Fault | None:
    """Return what is wrong with a source that is a group and not defined; None for a synced group."""
    whole = None if node is None else stand_in(lookup, node)
    if node is None or whole is None or not is_untold(whole) or "@" in whole.text:
        return None
    found = lookup.find(node.value)
    hint = f"did you mean {found.suggestion}?" if isinstance(found, NotFound) and found.suggestion else None
    return Fault(f"group {quote(whole.text)} is not defined", node.span, hint, is_undefined=True)


def result_of(
    section: str, entry: Entry, assertions: Iterable[Assertion], doubtful: Fault | None
) -> EntryResult:
    """Return the result of an entry; where its source is doubtful, no assertion is sure to pass."""
    found = tuple(assertions) if doubtful is None else tuple(map(_doubted, assertions))
    return EntryResult(section, entry, worst(a.status for a in found), found, doubt=doubtful)


def _doubted(found: Assertion) -> Assertion:
    if found.status is not Status.PASS:
        return found
    group = found.ends[0].text if found.ends else ""
    fact = MissingFact(FactKind.UNDEFINED_GROUP, group)
    return found._replace(status=Status.UNKNOWN, missing=(fact,), needed=frozenset())
