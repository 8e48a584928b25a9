"""The access rules of a policy in the form in which one question is put to them, with an index of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import AccessRule, access_rules, acl_protocol, opened_by
from tailcli.access.ranges import EMPTY, Ranges
from tailcli.access.traffic import traffic
from tailcli.policy.model import AclRule, Grant
from tailcli.policy.ports import ANY_PORT, Destination, parse_destination
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy


class Word(NamedTuple):
    """A selector where it stands; ``node`` is None in the allow-all of an empty policy."""

    text: str
    node: String | None


class Opening(NamedTuple):
    """A destination of a rule and the traffic that the rule opens there."""

    word: Word
    traffic: Ranges


class Clause(NamedTuple):
    """One access rule. ``rule`` is None for the allow-all of a policy without ``acls`` and ``grants``."""

    number: int
    rule: AccessRule | None
    sources: tuple[Word, ...]
    openings: tuple[Opening, ...]
    postures: tuple[str, ...]
    via: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The section in which the rule stands; empty for the allow-all."""
        if self.rule is None:
            return ""
        return "grants" if isinstance(self.rule, Grant) else "acls"

    @property
    def ordinal(self) -> int:
        """The place of the rule in its section, from 0; -1 for the allow-all."""
        return -1 if self.rule is None else self.rule.ordinal

    @property
    def name(self) -> str:
        """What to call the rule: ``grants[3]``."""
        return f"{self.section}[{self.ordinal}]" if self.rule is not None else "the default"


def clauses(policy: Policy) -> tuple[Clause, ...]:
    """Return the access rules in effect, in the order of ``compile.access_rules``."""
    default = tuple(name.value.strip() for name in policy.default_src_posture)
    return tuple(_clause(number, rule, default) for number, rule in enumerate(access_rules(policy)))


def _clause(number: int, rule: AccessRule | None, default: tuple[str, ...]) -> Clause:
    if rule is None:
        everything = Opening(Word("*", None), traffic(None, (ANY_PORT,)))
        return Clause(number, None, (Word("*", None),), (everything,), ())
    postures = tuple(name.value.strip() for name in rule.src_posture) or default
    sources = tuple(Word(node.value, node) for node in rule.src)
    if isinstance(rule, AclRule):
        return Clause(number, rule, sources, _acl_openings(rule), postures)
    opened = opened_by(tuple([entry.value for entry in rule.ip]))
    openings = tuple(Opening(Word(node.value, node), opened) for node in rule.dst)
    via = tuple(tag.value.strip() for tag in rule.via)
    return Clause(number, rule, sources, openings, postures, via)


def _acl_openings(rule: AclRule) -> tuple[Opening, ...]:
    protocol = acl_protocol(rule)
    found = []
    for node in rule.dst:
        parsed = parse_destination(node.value)
        if isinstance(parsed, Destination):
            opened = EMPTY if protocol is None else traffic(protocol.number, parsed.ports)
            found.append(Opening(Word(parsed.host, node), opened))
    return tuple(found)


class Index:
    """Which rules use which word, on either side: a question is put to each word once."""

    __slots__ = ("destinations", "sources")

    def __init__(self, rules: Iterable[Clause]) -> None:
        self.sources: dict[str, list[tuple[int, Word]]] = {}
        self.destinations: dict[str, list[tuple[int, Opening]]] = {}
        for clause in rules:
            for word in clause.sources:
                self.sources.setdefault(word.text, []).append((clause.number, word))
            for opening in clause.openings:
                self.destinations.setdefault(opening.word.text, []).append((clause.number, opening))
