"""What every check needs to know about the policy as a whole."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Null, Object
from tailcli.policy.autogroups import Position
from tailcli.policy.faults import Fault, quote, span_within
from tailcli.policy.problems import Kind, Problem
from tailcli.policy.suggest import closest
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.hujson.nodes import String, Value
    from tailcli.policy.model import Policy
    from tailcli.source.text import Span


class Flaw(NamedTuple):
    """A fault of a string together with its kind: what a problem is before it has a place."""

    kind: Kind
    fault: Fault


class Context:
    """A policy, the names that it defines, and what has been found out about its strings so far.

    ``login_domains`` are the tailnet's own, None where nobody said.
    """

    __slots__ = (
        "_plain_names",
        "entries",
        "flaws",
        "groups",
        "hosts",
        "ipsets",
        "login_domains",
        "policy",
        "postures",
        "suggestions",
        "tags",
        "targets",
    )

    def __init__(self, policy: Policy, login_domains: tuple[str, ...] | None) -> None:
        self.policy = policy
        self.login_domains = login_domains
        self.groups = _names(group.name for group in policy.groups)
        self.tags = _names(tag.name for tag in policy.tag_owners)
        self.hosts = _names(host.name for host in policy.hosts)
        self.ipsets = _names(ipset.name for ipset in policy.ipsets)
        self.postures = _names(posture.name for posture in policy.postures)
        # By position first: the hash of an Enum costs more than that of the string.
        self.flaws: dict[Position, dict[str, tuple[Flaw, ...]]] = {position: {} for position in Position}
        self.entries: dict[str, tuple[Flaw, ...]] = {}
        self.targets: dict[str, tuple[Flaw, ...]] = {}
        self._plain_names: frozenset[str] | None = None
        self.suggestions = 0

    @property
    def plain_names(self) -> frozenset[str]:
        """The names that are right wherever an access rule names something: most selectors of a large policy.

        They are defined, and nothing else can be read in them: neither ports nor an address.
        """
        if self._plain_names is None:
            found = [name for name in self.hosts if ":" not in name and "/" not in name]
            for prefix, names in (("group", self.groups), ("tag", self.tags), ("ipset", self.ipsets)):
                if prefix not in self.hosts:  # what stands behind the name of a host may be ports
                    end = len(prefix)
                    found += [name for name in names if name.startswith(prefix) and name.rfind(":") == end]
            self._plain_names = frozenset(found)
        return self._plain_names

    def silent(self) -> Context:
        """Return a context that suggests nothing: whether something is wrong can be asked in any order."""
        other = copy(self)
        other.flaws = {position: {} for position in Position}
        other.entries, other.targets = {}, {}
        other.suggestions = _MOST_SUGGESTIONS
        return other

    def suggest(self, word: str, candidates: Iterable[str]) -> tuple[str, ...]:
        """Return the candidate that ``word`` may be a misspelling of, as an empty or one-element tuple.

        A file in which hundreds of names are unknown is not misspelt: the search ends after some.
        """
        if self.suggestions >= _MOST_SUGGESTIONS:
            return ()
        self.suggestions += 1
        near = closest(word, candidates)
        return () if near is None else (near,)


_MOST_SUGGESTIONS = 300


def _names(nodes: Iterable[String]) -> frozenset[str]:
    return frozenset(node.value.strip() for node in nodes)


def locate(kind: Kind, node: String, fault: Fault, server: str | None = None) -> Problem:
    """Make a problem of a fault in ``node``; ``server`` replaces the fault's own wording of the server."""
    span = span_within(node, fault.start, fault.end)
    return problem_at(kind, span, fault if server is None else fault._replace(server=server))


def problem_at(kind: Kind, span: Span, fault: Fault) -> Problem:
    """Make a problem of a fault at a place: its message and its hint become sentences."""
    hint = fault.hint
    if hint is None and len(fault.allowed) == 1:
        hint = f"Did you mean {quote(fault.allowed[0])}?"
    return Problem(
        kind,
        span,
        _sentence(fault.message),
        fault.server,
        None if hint is None else _sentence(hint),
        fault.allowed,
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith(("?", ".")) else ".")


def whole(text: str, message: str, server: str | None = None, hint: str | None = None) -> Fault:
    """Make a fault that blames a string as a whole, without the white space around it."""
    start = len(text) - len(text.lstrip())
    return Fault(start, max(start, len(text.rstrip())), message, server, hint)


def value_of(node: Object, key: String | None) -> Value | None:
    """Return the value that stands behind a key of an object; None without a key."""
    if key is None:
        return None
    return next((member.value for member in node.members if member.key is key), None)


def is_empty(value: Value) -> bool:
    """Whether a value is null, a list without elements or an object without members."""
    if isinstance(value, Array):
        return not value.elements
    return isinstance(value, Null) or (isinstance(value, Object) and not value.members)
