"""The two versions side by side: compiled in one universe, with their places and their rules paired."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tailcli.access.compile import Access, compile_together
from tailcli.access.naming import Namer
from tailcli.access.ssh import SshAccess, compile_ssh
from tailcli.diff.model import Place
from tailcli.diff.pairing import pair
from tailcli.hujson.nodes import Document
from tailcli.policy.model import AclRule, Grant, Policy, SshRule
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.source.text import Span

EMPTY_NAME = "(nothing)"
NOTHING = Policy(document=Document(SourceText(EMPTY_NAME, ""), None, (), ()), root=None, grants=())
"""The policy of a file that does not exist: nobody reaches anything."""


class Version(NamedTuple):
    """One version, compiled in the universe that it shares with the other."""

    policy: Policy
    access: Access
    ssh: SshAccess
    namer: Namer

    def shared_with(self, other: Version) -> frozenset[int]:
        """Return the numbers of rules that give exactly the same in the other version."""
        if not self.access.definitions.means_the_same(other.access.definitions):
            return frozenset()
        there = frozenset(other.access.contents)
        return frozenset(n for n, content in enumerate(self.access.contents) if content in there)

    def place(self, span: Span, label: str) -> Place:
        """Return a place of this version's file."""
        source = self.policy.document.source
        start = source.position(span.start)
        end = source.position(max(span.start, span.end - 1))
        return Place(source.name, start.line, start.column, label, end.line)

    def rule_place(self, rule: Grant | AclRule | SshRule | None) -> Place:
        """Return the place of a rule; the allow-all that stands in no file is at its beginning."""
        if rule is None:
            return Place(
                self.policy.document.source.name, 1, 1, "neither acls nor grants: everything is allowed", 1
            )
        return self.place(rule.node.span, rule_label(rule))


class Sides(NamedTuple):
    """Both versions and which rule of one was which of the other."""

    old: Version
    new: Version
    became: dict[int, int]
    was: dict[int, int]


def rule_label(rule: Grant | AclRule | SshRule) -> str:
    """Return how the policy counts a rule: its section and its number from 0."""
    section = {Grant: "grants", AclRule: "acls", SshRule: "ssh"}[type(rule)]
    return f"{section}[{rule.ordinal}]"


def compile_sides(old: Policy, new: Policy, *, fragment: bool = False) -> Sides:
    """Compile two versions in one universe."""
    accesses = compile_together([old, new], fragment=fragment)
    ssh = compile_ssh([old, new], accesses)
    versions = [
        Version(policy, access, rules, Namer(access))
        for policy, access, rules in zip((old, new), accesses, ssh, strict=True)
    ]
    became = pair(accesses[0].contents, accesses[1].contents)
    return Sides(versions[0], versions[1], became, {to: from_ for from_, to in became.items()})
