"""The policy file as typed values: every section, every value at its place.

Strings are the parser's own nodes (``String``: ``value``, ``start``, ``end``), so each name in a policy can
be pointed at. A section that is absent is None where absence means something else than empty (``acls``,
``grants``), otherwise empty. Entries whose shape is wrong are left out of the model; a problem says so. (A
group, tag, IP set or posture keeps its name even then: that it is used elsewhere is not a second mistake.)
``ordinal`` counts the elements of the section from 0, with those that were left out. Where a name is given
twice the last one counts, as everywhere in the tool (docs/semantics.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Array, Document, Object, String, Value
    from tailcli.policy.problems import Problem


class Group(NamedTuple):
    """An entry of ``groups``."""

    name: String
    members: tuple[String, ...]
    node: Value


class TagDefinition(NamedTuple):
    """An entry of ``tagOwners``: it declares the tag and says who may assign it."""

    name: String
    owners: tuple[String, ...]
    node: Value


class Host(NamedTuple):
    """An entry of ``hosts``."""

    name: String
    address: String


class IpSet(NamedTuple):
    """An entry of ``ipsets``; the entries are operations in order (``add X``, ``remove X``, ``X``)."""

    name: String
    entries: tuple[String, ...]
    node: Value


class Posture(NamedTuple):
    """An entry of ``postures``: all assertions must hold."""

    name: String
    assertions: tuple[String, ...]
    node: Value


class AclRule(NamedTuple):
    """An entry of ``acls``; ``src`` and ``dst`` hold legacy ``users`` and ``ports`` too (see ``keys``)."""

    ordinal: int
    node: Object
    action: String | None
    src: tuple[String, ...]
    dst: tuple[String, ...]
    proto: String | None
    src_posture: tuple[String, ...]
    keys: dict[str, String]


class Capability(NamedTuple):
    """One member of a grant's ``app``: a capability's name and its parameters (None where not a list)."""

    name: String
    parameters: Array | None
    node: Value


class Grant(NamedTuple):
    """An entry of ``grants``. ``keys`` maps the canonical field names that are present to their key."""

    ordinal: int
    node: Object
    src: tuple[String, ...]
    dst: tuple[String, ...]
    ip: tuple[String, ...]
    app: tuple[Capability, ...]
    src_posture: tuple[String, ...]
    via: tuple[String, ...]
    keys: dict[str, String]


class SshRule(NamedTuple):
    """An entry of ``ssh``."""

    ordinal: int
    node: Object
    action: String | None
    src: tuple[String, ...]
    dst: tuple[String, ...]
    users: tuple[String, ...]
    check_period: String | None
    accept_env: tuple[String, ...]
    src_posture: tuple[String, ...]
    recorder: tuple[String, ...]
    enforce_recorder: bool
    keys: dict[str, String]


class PolicyTest(NamedTuple):
    """An entry of ``tests`` (legacy ``user``/``allow`` are read as ``src``/``accept``)."""

    ordinal: int
    node: Object
    src: String | None
    proto: String | None
    accept: tuple[String, ...]
    deny: tuple[String, ...]
    src_posture_attrs: Object | None
    keys: dict[str, String]


class SshTest(NamedTuple):
    """An entry of ``sshTests``."""

    ordinal: int
    node: Object
    src: String | None
    dst: tuple[String, ...]
    accept: tuple[String, ...]
    check: tuple[String, ...]
    deny: tuple[String, ...]
    src_posture_attrs: Object | None
    keys: dict[str, String]


class NodeAttr(NamedTuple):
    """An entry of ``nodeAttrs``."""

    ordinal: int
    node: Object
    target: tuple[String, ...]
    attr: tuple[String, ...]
    app: tuple[Capability, ...]
    ip_pool: tuple[String, ...]
    keys: dict[str, String]


class Approval(NamedTuple):
    """One line of ``autoApprovers``: a route (or service) and who may have it approved."""

    name: String
    approvers: tuple[String, ...]
    node: Value


class AutoApprovers(NamedTuple):
    """The section ``autoApprovers``."""

    routes: tuple[Approval, ...] = ()
    exit_node: tuple[String, ...] = ()
    services: tuple[Approval, ...] = ()
    exit_node_key: String | None = None


class Section(NamedTuple):
    """A top-level member as written: its canonical name, its key and its value."""

    name: str
    key: String
    value: Value


class Policy(NamedTuple):
    """A whole policy file.

    Attributes:
        document: the parsed text, with its comments and syntax problems.
        sections: the known top-level members in the order of the file, the counting one of duplicates only.
        problems: the faults of structure that the decoder found (syntax problems are the document's).
        network_options: ``derpMap``, ``disableIPv4``, ``OneCGNATRoute``, ``randomizeClientPort`` and
            ``attrConfig`` by canonical name, as written.
    """

    document: Document
    root: Object | None
    sections: tuple[Section, ...] = ()
    acls: tuple[AclRule, ...] | None = None
    grants: tuple[Grant, ...] | None = None
    groups: tuple[Group, ...] = ()
    tag_owners: tuple[TagDefinition, ...] = ()
    hosts: tuple[Host, ...] = ()
    ipsets: tuple[IpSet, ...] = ()
    postures: tuple[Posture, ...] = ()
    default_src_posture: tuple[String, ...] = ()
    ssh: tuple[SshRule, ...] = ()
    tests: tuple[PolicyTest, ...] = ()
    ssh_tests: tuple[SshTest, ...] = ()
    node_attrs: tuple[NodeAttr, ...] = ()
    auto_approvers: AutoApprovers = AutoApprovers()
    network_options: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
