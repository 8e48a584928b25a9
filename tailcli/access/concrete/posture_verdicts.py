"""Which devices meet the postures of a rule: yes, no, or not known from the inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.posture_evaluation import holds
from tailcli.policy.postures import Assertion, parse_assertion
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.concrete.roster import Roster
    from tailcli.access.definitions import Definitions
    from tailcli.access.inventory import Device


class Verdict(NamedTuple):
    """The nodes that surely fail the named postures, and those of which it is not known (bit sets)."""

    failed: int = 0
    unknown: int = 0
    names: tuple[str, ...] = ()


class PostureVerdicts:
    """Answers for every node of a roster. A device of another tailnet is never held to a posture.

    Attributes:
        doubts: by the names of postures, the sources kept although it is not known whether they meet them.
    """

    __slots__ = ("_definitions", "_found", "_roster", "doubts")

    def __init__(self, roster: Roster, definitions: Definitions) -> None:
        self._roster = roster
        self._definitions = definitions
        self._found: dict[tuple[str, ...], Verdict] = {}
        self.doubts: dict[tuple[str, ...], int] = {}

    def of(self, names: Iterable[str]) -> Verdict:
        """Return the verdict on a list of postures: one of them is enough, and no name is no condition."""
        key = tuple(dict.fromkeys(name.strip() for name in names))
        if key not in self._found:
            self._found[key] = self._decide(key) if key else Verdict()
        return self._found[key]

    def note(self, verdict: Verdict, sources: int) -> None:
        """Remember which sources a verdict leaves open."""
        doubtful = sources & verdict.unknown
        if doubtful:
            self.doubts[verdict.names] = self.doubts.get(verdict.names, 0) | doubtful

    def _decide(self, names: tuple[str, ...]) -> Verdict:
        failed = unknown = 0
        for node in self._roster.nodes:
            if node.device.external:
                continue
            answers = [self._holds(name, node.device) for name in names]
            if True not in answers:
                unknown |= node.bit if None in answers else 0
                failed |= 0 if None in answers else node.bit
        return Verdict(failed, unknown, names)

    def _holds(self, name: str, device: Device) -> bool | None:
        """Whether all assertions hold. An undefined posture, or one that cannot be read, is not known."""
        texts = self._definitions.postures.get(name)
        if texts is None:
            return None
        answers = [_assertion_holds(text, device) for text in texts]
        if False in answers:
            return False
        return None if None in answers else True


def _assertion_holds(text: str, device: Device) -> bool | None:
    """Whether one assertion holds. An attribute that the inventory does not give is one not known."""
    assertion = parse_assertion(text)
    if not isinstance(assertion, Assertion):
        return None
    return holds(assertion, {assertion.attribute: device.attributes.get(assertion.attribute)})
