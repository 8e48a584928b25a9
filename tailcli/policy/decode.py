"""From the tree of a document to the typed policy. Total: whatever is wrong becomes a problem."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Object, String
from tailcli.policy import decode_entries as build
from tailcli.policy.decode_structure import StructureCheck
from tailcli.policy.depth import prune
from tailcli.policy.fields import POLICY
from tailcli.policy.members import field_members, map_members
from tailcli.policy.model import Group, Host, IpSet, Policy, Section, TagDefinition

if TYPE_CHECKING:
    from tailcli.hujson.beside import Beside
    from tailcli.hujson.nodes import Document, Value
    from tailcli.policy.problems import Problem

_NETWORK_OPTIONS = frozenset({"derpMap", "disableIPv4", "OneCGNATRoute", "randomizeClientPort", "attrConfig"})


def decode(document: Document) -> Policy:
    """Return the policy that a document holds and every fault of its structure, in order. Never raises.

    What is wrong in shape is left out, the rest is kept. Values nested more than 100 levels deep are not in
    the policy's tree at all (``root`` and every ``node``), so its readers may recurse.
    """
    if document.root is None:
        return Policy(document, None)
    # As in the parser: all nodes stay alive, so the collector would scan them again and again, in vain.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        root, problems = _checked(document.root, frozenset(fault.start for fault in document.problems))
        if not isinstance(root, Object):
            return Policy(document, None, problems=problems)
        return _policy(document, root, problems)
    finally:
        if was_enabled:
            gc.enable()


def decode_beside(beside: Beside, known: Policy) -> Policy:
    """Return what ``decode`` does of a document that was read beside that of a known policy.

    Only what differs is checked, if the known policy has no problems. Never raises.
    """
    check = StructureCheck()
    if not known.problems:
        check.policy(beside.fresh)
    root = beside.document.root
    if known.problems or check.problems or check.too_deep or not isinstance(root, Object):
        return decode(beside.document)
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return _policy(beside.document, root, (), known)
    finally:
        if was_enabled:
            gc.enable()


def _checked(root: Value, misread: frozenset[int]) -> tuple[Value, tuple[Problem, ...]]:
    check = StructureCheck(misread)
    check.policy(root)
    if not check.too_deep:
        return root, _in_order(check.problems)
    pruned = prune(root)
    check = StructureCheck(misread)
    check.policy(pruned.root)
    return pruned.root, _in_order([*check.problems, *pruned.problems])


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.span))


def _policy(
    document: Document, root: Object, problems: tuple[Problem, ...], known: Policy | None = None
) -> Policy:
    members = field_members(root, POLICY)
    sections = tuple(Section(name, key, value) for name, (key, value) in members.items())
    values = {section.name: section.value for section in sections}
    acls, grants = values.get("acls"), values.get("grants")
    built = (None, None) if known is None else (known.acls, known.grants)
    return Policy(
        document,
        root,
        sections=tuple(sorted(sections, key=lambda section: section.key.start)),
        acls=None if acls is None else build.entries(acls, build.acl_rule, built[0]),
        grants=None if grants is None else build.entries(grants, build.grant, built[1]),
        groups=tuple(Group(*entry) for entry in build.lists(values.get("groups"))),
        tag_owners=tuple(TagDefinition(*entry) for entry in build.lists(values.get("tagOwners"))),
        hosts=_hosts(values.get("hosts")),
        ipsets=tuple(IpSet(*entry) for entry in build.lists(values.get("ipsets"))),
        postures=build.postures(values.get("postures")),
        default_src_posture=build.strings(values.get("defaultSrcPosture")),
        ssh=build.entries(values.get("ssh"), build.ssh_rule),
        tests=build.entries(values.get("tests"), build.policy_test),
        ssh_tests=build.entries(values.get("sshTests"), build.ssh_test),
        node_attrs=build.entries(values.get("nodeAttrs"), build.node_attr),
        auto_approvers=build.auto_approvers(values.get("autoApprovers")),
        network_options=tuple(section for section in sections if section.name in _NETWORK_OPTIONS),
        problems=problems,
    )


def _hosts(value: Value | None) -> tuple[Host, ...]:
    if type(value) is not Object:
        return ()
    return tuple(Host(key, inner) for key, inner in map_members(value) if type(inner) is String)
