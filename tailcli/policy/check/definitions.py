"""The sections that define names: ``groups``, ``tagOwners``, ``hosts``, and how ``member`` is spelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.autogroups import LEGACY_MEMBERS, Position
from tailcli.policy.check.context import Context, locate, whole
from tailcli.policy.check.selectors import check_selectors
from tailcli.policy.faults import quote
from tailcli.policy.names import group_fault, host_address_fault, host_fault, tag_fault
from tailcli.policy.problems import Kind
from tailcli.policy.selectors import Address, GroupName, Login, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Group
    from tailcli.policy.problems import Problem


def check_groups(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``groups``; nested groups in the order in which the server finds them."""
    for group in context.policy.groups:
        fault = group_fault(group.name.value)
        if fault is not None:
            yield locate(Kind.GROUP_NAME, group.name, fault)
    odd = [(group, member) for group in context.policy.groups for member in _no_users(group)]
    nests = any(_is_group(member) for _, member in odd)
    for group, member in _nested(context.policy.groups) if nests else ():
        name = member.value.strip()
        server = f"groups[{quote(group.name.value)}]: {quote(name)}: group members cannot be recursive"
        message = f"{quote(name)} cannot be a member of {quote(group.name.value)}: groups hold users only"
        hint = "list the users, or name both groups where they are used"
        yield locate(Kind.NESTED_GROUP, member, whole(member.value, message, server, hint))
    for _, member in odd:
        yield from _member(member)


def _no_users(group: Group) -> list[String]:
    """Return the members that are no logins; nearly each has an @ and no prefix, and needs no second look."""
    odd = [member for member in group.members if "@" not in member.value or ":" in member.value]
    return [member for member in odd if not isinstance(parse_selector(member.value), Login)]


def _nested(groups: tuple[Group, ...]) -> list[tuple[Group, String]]:
    """Find every group that is a member, deepest first from the first name, as the server seems to.

    A loop with its own stack: a chain of groups may be as long as the file.
    """
    by_name = {group.name.value: group for group in groups}
    found: list[tuple[Group, String]] = []
    seen: set[str] = set()
    for root in sorted(by_name):
        pending: list[tuple[Group, String | None, bool]] = [(by_name[root], None, False)]
        while pending:
            group, member, is_done = pending.pop()
            if member is not None and is_done:
                found.append((group, member))
            elif member is not None:
                pending.append((group, member, True))
                inner = by_name.get(member.value.strip())
                if inner is not None:
                    pending.append((inner, None, False))
            elif group.name.value not in seen:
                seen.add(group.name.value)
                pending.extend((group, inner, False) for inner in reversed(group.members) if _is_group(inner))
    return found


def _is_group(node: String) -> bool:
    return node.value.lstrip().startswith("group:")


def _member(member: String) -> Iterator[Problem]:
    if not isinstance(parse_selector(member.value), GroupName):
        message = f"{quote(member.value.strip())} cannot be a member of a group: it is no user's login"
        fault = whole(member.value, message, None, "a login contains an @, like alice@example.com")
        yield locate(Kind.GROUP_MEMBER, member, fault)


def check_tag_owners(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``tagOwners``."""
    for tag in context.policy.tag_owners:
        name = tag.name.value
        fault = tag_fault(name)
        if fault is not None:
            yield locate(Kind.TAG_NAME, tag.name, fault, f"tagOwners[{quote(name)}]: {fault.server}")
    for tag in context.policy.tag_owners:
        yield from check_selectors(context, Position.TAG_OWNER, tag.owners)


def check_hosts(context: Context) -> Iterator[Problem]:
    """Report what is wrong in ``hosts``."""
    for host in context.policy.hosts:
        fault = host_fault(host.name.value)
        if fault is not None:
            yield locate(Kind.HOST_NAME, host.name, fault)
        if isinstance(parse_selector(host.address.value), Address):
            continue  # as of nearly each: rules may name the same one, which then is read already
        fault = host_address_fault(host.address.value)
        if fault is not None:
            yield locate(Kind.HOST_ADDRESS, host.address, fault)


def check_member_spellings(context: Context) -> Iterator[Problem]:
    """Report that a file writes both ``autogroup:member`` and the legacy ``autogroup:members``."""
    if not may_spell_legacy(context.policy.document.source.text):  # nearly every file
        return
    first: dict[bool, String] = {}
    for node in _selectors(context):
        name = node.value.strip()
        if name.startswith(_MEMBER):
            is_legacy = name.startswith(LEGACY_MEMBERS)
            if is_legacy or name == _MEMBER or name.startswith(f"{_MEMBER}:"):
                first.setdefault(is_legacy, node)
    if len(first) < len((True, False)):
        return
    fault = whole(first[True].value, "the file spells both autogroup:member and autogroup:members")
    problem = locate(Kind.MEMBER_SPELLINGS, first[True], fault._replace(allowed=(_MEMBER,)))
    yield problem._replace(related=((first[False].span, "the current spelling is used here"),))


def may_spell_legacy(text: str) -> bool:
    """Whether the legacy name may stand in the text of a file, which hardly any holds.

    Escapes can hide it; a backslash alone is looked for first, since that is found fastest.
    """
    return LEGACY_MEMBERS in text or ("\\" in text and "\\u" in text)


_MEMBER = "autogroup:member"


def _selectors(context: Context) -> Iterator[String]:
    policy = context.policy
    for tag in policy.tag_owners:
        yield from tag.owners
    for grant in policy.grants or ():
        yield from grant.src
        yield from grant.dst
    for rule in policy.acls or ():
        yield from rule.src
        yield from rule.dst
    for ssh in policy.ssh:
        yield from ssh.src
        yield from ssh.dst
    for attr in policy.node_attrs:
        yield from attr.target
    for approval in (*policy.auto_approvers.routes, *policy.auto_approvers.services):
        yield from approval.approvers
    yield from policy.auto_approvers.exit_node
