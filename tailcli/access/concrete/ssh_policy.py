"""The SSH rules of each node (docs/semantics.md, "SSH on the wire")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.concrete.roster import address_texts
from tailcli.access.concrete.targets import Nodes, OwnNodes
from tailcli.access.concrete.wire import WireSshRule
from tailcli.access.ssh import NONROOT, Action, ssh_terms
from tailcli.access.vocabulary import ROOT, is_account, localpart_domain
from tailcli.policy.selectors import Autogroup, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.concrete.parts import Context
    from tailcli.access.concrete.roster import Node, Roster
    from tailcli.policy.model import SshRule

OTHER_ACCOUNTS = "*"
SAME_NAME = "="
NO_MATCH = ""


class SshPart(NamedTuple):
    """One SSH rule against the nodes of a roster.

    Attributes:
        sources: the source nodes once, as a set.
        listed: the source nodes as the wire lists them: by ``autogroup:tagged`` a node counts for each tag.
        destinations: the nodes that it lets log in to by who they are.
        to_own: whether it lets people log in to their own nodes.
        accounts: the account that each asked-for account becomes.
        domains: the domains of ``localpart:*@DOMAIN``.
    """

    rule: SshRule
    is_check: bool
    sources: int
    listed: tuple[int, ...]
    destinations: int
    to_own: bool
    accounts: dict[str, str]
    domains: tuple[str, ...]


def ssh_parts(given: Context) -> tuple[SshPart, ...]:
    """Resolve every SSH rule: all that check before all that accept, each in the order of the file."""
    found = [part for rule in given.policy.ssh if (part := _part(rule, given)) is not None]
    return tuple(sorted(found, key=lambda part: not part.is_check))


def _part(rule: SshRule, given: Context) -> SshPart | None:
    terms = ssh_terms(rule)
    if terms is None:
        return None
    verdict = given.verdict(rule.src_posture)
    named = given.selection.identified(text.value for text in rule.src)
    given.verdicts.note(verdict, named)
    sources = named & ~verdict.failed
    targets = [given.selection.target(text.value) for text in rule.dst]
    destinations = 0
    for target in targets:
        destinations |= target.nodes if isinstance(target, Nodes) else 0
    users = tuple(user.value.strip() for user in rule.users)
    domains = dict.fromkeys(filter(None, map(localpart_domain, users)))
    return SshPart(
        rule,
        terms.action is Action.CHECK,
        sources,
        tuple(_listed(rule, given.roster, sources)),
        destinations,
        OwnNodes() in targets,
        _accounts(users),
        tuple(domains),
    )


def _listed(rule: SshRule, roster: Roster, sources: int) -> Iterator[int]:
    """The numbers of the source nodes in order; with ``autogroup:tagged`` one for each tag of a node."""
    selectors = [parse_selector(text.value) for text in rule.src]
    by_tag = Autogroup("tagged") in selectors
    for node in roster.of(sources):
        for _ in range(len(node.device.tags) if by_tag and node.device.tags else 1):
            yield node.number


def _accounts(users: tuple[str, ...]) -> dict[str, str]:
    """The map of accounts without local parts; root has a key in any case."""
    named = (user for user in users if user != NONROOT and localpart_domain(user) is None)
    found = {user: user for user in named if is_account(user)}
    if NONROOT in users:
        found[OTHER_ACCOUNTS] = SAME_NAME
    return {ROOT: NO_MATCH, **found}


def ssh_rules(parts: tuple[SshPart, ...], node: Node, roster: Roster) -> tuple[WireSshRule, ...]:
    """Return the SSH rules of a node in their order."""
    return tuple(rule for part in parts for rule in _on_node(part, node, roster))


def _on_node(part: SshPart, node: Node, roster: Roster) -> Iterator[WireSshRule]:
    sources = _sources_on(part, node, roster)
    if part.domains:
        # The wire lets a source that is no destination in to itself; it is so recorded, and does no harm.
        yield from _by_user(part, sources or part.sources & node.bit, roster)
    elif sources:
        yield _rule(part, sources, part.accounts, roster)


def _sources_on(part: SshPart, node: Node, roster: Roster) -> int:
    """The nodes that may log in to a node by the rule."""
    if part.destinations & node.bit:
        return part.sources
    if part.to_own and node.bit & roster.members:
        return part.sources & _fellows(node, roster)
    return 0


def _fellows(node: Node, roster: Roster) -> int:
    return node.bit if node.device.user is None else roster.login(node.device.user)


def _by_user(part: SshPart, sources: int, roster: Roster) -> Iterator[WireSshRule]:
    """Rules for each user apart, since each has a local part of its own; tagged nodes come last."""
    for login in roster.users():
        own = sources & roster.login(login)
        if own:
            yield _rule(part, own, part.accounts, roster)
            local, _, domain = login.rpartition("@")
            if domain in part.domains:
                yield _rule(part, own, {local: local}, roster)
    tagged = sources & roster.tagged
    if tagged:
        yield _rule(part, tagged, part.accounts, roster)


def _rule(part: SshPart, sources: int, accounts: dict[str, str], roster: Roster) -> WireSshRule:
    listed = (roster.nodes[number] for number in part.listed if sources >> number & 1)
    return WireSshRule(
        tuple(text for node in listed for text in address_texts(node)),
        accounts,
        part.is_check,
        tuple(text.value for text in part.rule.accept_env),
        part.rule,
    )
