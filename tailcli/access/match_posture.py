"""Whether a source meets the postures of a rule (docs/semantics.md, "Postures")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match import NO, YES, Match
from tailcli.access.match_facts import FactKind, MissingFact
from tailcli.access.match_subject import Nobody, Person
from tailcli.access.match_truth import Truth, truth_of
from tailcli.policy.posture_evaluation import holds
from tailcli.policy.postures import Assertion, canonical, parse_assertion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tailcli.access.match_subject import Attributes, Subject


def posture_match(
    names: Iterable[str],
    postures: Mapping[str, tuple[str, ...]],
    source: Subject,
    attributes: Attributes | None,
) -> Match:
    """Tell whether the source meets one of the postures; each asks for all of its assertions.

    Devices of other tailnets and hosts behind subnet routes are not asked for any. With ``attributes`` the
    device has these and no others; without, those of the subject are known and the rest is not.
    """
    if isinstance(source.identity, Nobody):
        return YES
    if isinstance(source.identity, Person) and source.identity.is_shared:
        return YES
    found = [_one(postures.get(name), source, attributes) for name in names]
    for match in found:
        if match.truth is Truth.YES:
            return match
    missing = tuple(dict.fromkeys(fact for match in found for fact in match.missing))
    return Match(Truth.UNKNOWN, missing) if missing else NO


def _one(assertions: tuple[str, ...] | None, source: Subject, attributes: Attributes | None) -> Match:
    """A posture that is not defined, or that cannot be read, is met by nobody."""
    if assertions is None:
        return NO
    missing: list[MissingFact] = []
    for text in assertions:
        assertion = parse_assertion(text)
        if not isinstance(assertion, Assertion):
            return NO
        match truth_of(_holds(assertion, source, attributes)):
            case Truth.NO:
                return NO
            case Truth.UNKNOWN:
                missing.append(MissingFact(FactKind.POSTURE, source.text, canonical(assertion)))
            case Truth.YES:
                pass
    return Match(Truth.UNKNOWN, tuple(missing)) if missing else YES


def _holds(assertion: Assertion, source: Subject, attributes: Attributes | None) -> bool | None:
    if attributes is not None:
        return holds(assertion, dict(attributes))
    known = dict(source.attributes or ())
    if assertion.attribute not in known:
        return None
    return holds(assertion, known)
