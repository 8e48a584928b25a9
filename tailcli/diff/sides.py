"""The two versions side by side: compiled in one universe, with their places and their rules paired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import Access, compile_both
from tailcli.access.naming import Namer
from tailcli.access.ssh import SshAccess, compile_ssh
from tailcli.diff.model import Place
from tailcli.diff.pairing import pair, said_by
from tailcli.diff.ssh_pairing import SshContent, ssh_content
from tailcli.hujson.nodes import Document
from tailcli.policy.model import AclRule, Grant, Policy, SshRule
from tailcli.source.text import SourceText
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.census import Census
    from tailcli.access.content import Content
    from tailcli.access.inventory import Inventory
    from tailcli.diff.pairing import Said
    from tailcli.source.ends import Ends
    from tailcli.source.text import Span

DEFAULT = "defaultSrcPosture"
EMPTY_NAME = "(nothing)"
NOTHING = Policy(document=Document(SourceText(EMPTY_NAME, ""), None, (), ()), root=None, grants=())
"""The policy of a file that does not exist: nobody reaches anything."""


class Version(NamedTuple):
    """One version, compiled in the universe that it shares with the other; the devices are those of today."""

    policy: Policy
    access: Access
    ssh: SshAccess
    namer: Namer
    census: Census | None = None

    def shared_with(self, other: Version) -> frozenset[int]:
        """Return the numbers of rules that give exactly the same in the other version."""
        said = self.access.contents
        altered = self.access.resolver.held_against(other.access.resolver).altered(said)
        there = frozenset(other.access.contents)
        return frozenset(n for n, content in enumerate(said) if content in there and n not in altered)

    def place(self, span: Span, label: str) -> Place:
        """Return a place of this version's file."""
        source = self.policy.document.source
        start = source.position(span.start)
        end = source.position(max(span.start, span.end - 1))
        return Place(source.name, start.line, start.column, label, end.line)

    def rule_place(self, rule: Grant | AclRule | SshRule | None) -> Place:
        """Return the place of a rule; the allow-all that stands in no file is at its beginning."""
        if rule is None:
            return Place(self.policy.document.source.name, 1, 1, rule_label(None), 1)
        return self.place(rule.node.span, rule_label(rule))


class Sides(NamedTuple):
    """Both versions and which rule of one was which of the other.

    Attributes:
        old: the version compared with.
        new: the version that would be in force.
        became: for the number of an access rule of the old version, that of the new one.
        was: the same the other way round.
        ssh_became: the same for SSH rules, by their position in ``Policy.ssh``.
        ssh_was: the same the other way round.
        kept: the numbers of the access rules that give exactly the same in the other version: those of the
            old version, and those of the new one.
    """

    old: Version
    new: Version
    became: dict[int, int]
    was: dict[int, int]
    ssh_became: dict[int, int]
    ssh_was: dict[int, int]
    kept: tuple[frozenset[int], frozenset[int]]

    @property
    def versions(self) -> tuple[Version, Version]:
        """The old version and the new one."""
        return self.old, self.new


def rule_label(rule: Grant | AclRule | SshRule | None) -> str:
    """Return how the policy counts a rule: its section and its number from 0; None: the implied allow-all."""
    if rule is None:
        return "neither acls nor grants: everything is allowed"
    section = {Grant: "grants", AclRule: "acls", SshRule: "ssh"}[type(rule)]
    return f"{section}[{rule.ordinal}]"


def compile_sides(
    old: Policy,
    new: Policy,
    ends: Ends | None,
    *,
    fragment: bool = False,
    inventory: Inventory | None = None,
) -> Sides:
    """Compile two versions in one universe; ``ends`` is what their texts share, if they say what these do."""
    accesses = compile_both(old, new, ends, fragment=fragment, inventory=inventory)
    ssh = compile_ssh([old, new], accesses)
    census = _census(accesses[1], inventory)
    versions = (
        Version(old, accesses[0], ssh[0], Namer(accesses[0]), census),
        Version(new, accesses[1], ssh[1], Namer(accesses[1]), census),
    )
    became = _without_implied(pair(own_contents(versions[0]), own_contents(versions[1]), said_by), *versions)
    ssh_became = pair(_ssh_contents(old), _ssh_contents(new), _ssh_said, SshContent.differs_in_one_list)
    kept = _kept(versions[0], versions[1], became)
    return Sides(*versions, became, _turned(became), ssh_became, _turned(ssh_became), kept)


def _census(access: Access, inventory: Inventory | None) -> Census | None:
    """Return the devices in the universe; None where no list tells of them."""
    if inventory is None or inventory.devices is None:
        return None
    from tailcli.access.census import Census

    return Census(access.universe, inventory.devices)


def _kept(old: Version, new: Version, became: dict[int, int]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of paired rules that give the same; a rule given twice counts as often as it can."""
    before, after = old.access.contents, new.access.contents
    altered = old.access.resolver.held_against(new.access.resolver).altered(before)
    same = [(was, now) for was, now in became.items() if before[was] == after[now] and was not in altered]
    return frozenset(was for was, _ in same), frozenset(now for _, now in same)


def _without_implied(became: dict[int, int], old: Version, new: Version) -> dict[int, int]:
    """Leave out that the allow-all which stands in no file became a rule that says less, or was one."""
    return {
        was: now
        for was, now in became.items()
        if (old.access.rules[was] is None) == (new.access.rules[now] is None)
        or old.access.contents[was] == new.access.contents[now]
    }


def _ssh_contents(policy: Policy) -> list[SshContent]:
    return [ssh_content(rule) for rule in policy.ssh]


def _ssh_said(content: SshContent) -> Said:
    return content.said


def _turned(pairs: dict[int, int]) -> dict[int, int]:
    return {to: from_ for from_, to in pairs.items()}


def own_contents(version: Version) -> list[Content]:
    """Return what each access rule says itself, without the default postures."""
    rules = zip(version.access.rules, version.access.contents, strict=True)
    if not version.policy.default_src_posture:
        return list(version.access.contents)
    return [
        content if rule is None or rule.src_posture else content._replace(postures=())
        for rule, content in rules
    ]
