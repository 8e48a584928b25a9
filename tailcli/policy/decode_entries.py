"""Building the model: each entry of a section from its object. Wrong shapes are passed over in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tailcli.hujson.nodes import Array, Boolean, Object, String
from tailcli.policy.fields import (
    ACL_RULE,
    AUTO_APPROVERS,
    GRANT,
    NODE_ATTRIBUTE,
    POLICY_TEST,
    POSTURE,
    SSH_RULE,
    SSH_TEST,
)
from tailcli.policy.members import field_members, map_members
from tailcli.policy.model import (
    AclRule,
    Approval,
    AutoApprovers,
    Capability,
    Grant,
    NodeAttr,
    PolicyTest,
    Posture,
    SshRule,
    SshTest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol, TypeVar

    from tailcli.hujson.nodes import Value
    from tailcli.policy.fields import Record

    class _Built(Protocol):
        @property
        def node(self) -> Object: ...

    Entry = TypeVar("Entry", bound=_Built)


class Fields:
    """The fields of one object, asked for by canonical name; a legacy spelling answers where it stands alone.

    Attributes:
        keys: the key of each field that is present, by canonical name.
    """

    __slots__ = ("_values", "keys")

    def __init__(self, node: Object, record: Record) -> None:
        members = field_members(node, record)
        self.keys: dict[str, String] = {}
        self._values: dict[str, Value] = {}
        for name, (key, value) in members.items():
            current = record.named(name).legacy_of or name
            if current == name or current not in members:
                self.keys[current] = key
                self._values[current] = value

    def text(self, name: str) -> String | None:
        """Return a field that is a string."""
        value = self._values.get(name)
        return value if type(value) is String else None

    def texts(self, name: str) -> tuple[String, ...]:
        """Return the strings of a field that is a list."""
        return strings(self._values.get(name))

    def flag(self, name: str) -> bool:
        """Return whether a field is true."""
        value = self._values.get(name)
        return type(value) is Boolean and value.value

    def map(self, name: str) -> Object | None:
        """Return a field that is an object."""
        value = self._values.get(name)
        return value if type(value) is Object else None


def strings(value: Value | None) -> tuple[String, ...]:
    """Return the strings of a list, whatever else may stand in it."""
    if type(value) is not Array:
        return ()
    found = tuple([element for element in value.elements if type(element) is String])
    # The parser's own tuple, where nothing is left out, costs no memory.
    return found if len(found) != len(value.elements) else cast("tuple[String, ...]", value.elements)


def entries(
    value: Value | None, build: Callable[[int, Object], Entry], built: Sequence[Entry] | None = None
) -> tuple[Entry, ...]:
    """Build an entry from every object of a list; the ordinals count all elements, from 0.

    ``built`` are entries of another version: those of the same nodes at the same places are taken from there.
    """
    if type(value) is not Array:
        return ()
    known = _same(value, built or ())
    rest = enumerate(value.elements[len(known) :], len(known))
    return (*known, *[build(ordinal, node) for ordinal, node in rest if type(node) is Object])


def _same(value: Array, built: Sequence[Entry]) -> Sequence[Entry]:
    pairs = enumerate(zip(built, value.elements, strict=False))
    differs = (n for n, (entry, node) in pairs if entry.node is not node)
    return built[: next(differs, min(len(built), len(value.elements)))]


def lists(value: Value | None) -> tuple[tuple[String, tuple[String, ...], Value], ...]:
    """Return the members of an object of lists: name, strings, value as written.

    A name whose value is no list is defined all the same: that it is used is not a second mistake.
    """
    if type(value) is not Object:
        return ()
    return tuple([(key, strings(inner), inner) for key, inner in map_members(value)])


def acl_rule(ordinal: int, node: Object) -> AclRule:
    """Build an entry of ``acls``."""
    fields = Fields(node, ACL_RULE)
    return AclRule(
        ordinal,
        node,
        action=fields.text("action"),
        src=fields.texts("src"),
        dst=fields.texts("dst"),
        proto=fields.text("proto"),
        src_posture=fields.texts("srcPosture"),
        keys=fields.keys,
    )


def grant(ordinal: int, node: Object) -> Grant:
    """Build an entry of ``grants``."""
    fields = Fields(node, GRANT)
    return Grant(
        ordinal,
        node,
        src=fields.texts("src"),
        dst=fields.texts("dst"),
        ip=fields.texts("ip"),
        app=_capabilities(fields.map("app")),
        src_posture=fields.texts("srcPosture"),
        via=fields.texts("via"),
        keys=fields.keys,
    )


def ssh_rule(ordinal: int, node: Object) -> SshRule:
    """Build an entry of ``ssh``."""
    fields = Fields(node, SSH_RULE)
    return SshRule(
        ordinal,
        node,
        action=fields.text("action"),
        src=fields.texts("src"),
        dst=fields.texts("dst"),
        users=fields.texts("users"),
        check_period=fields.text("checkPeriod"),
        accept_env=fields.texts("acceptEnv"),
        src_posture=fields.texts("srcPosture"),
        recorder=fields.texts("recorder"),
        enforce_recorder=fields.flag("enforceRecorder"),
        keys=fields.keys,
    )


def policy_test(ordinal: int, node: Object) -> PolicyTest:
    """Build an entry of ``tests``."""
    fields = Fields(node, POLICY_TEST)
    return PolicyTest(
        ordinal,
        node,
        src=fields.text("src"),
        proto=fields.text("proto"),
        accept=fields.texts("accept"),
        deny=fields.texts("deny"),
        src_posture_attrs=fields.map("srcPostureAttrs"),
        keys=fields.keys,
    )


def ssh_test(ordinal: int, node: Object) -> SshTest:
    """Build an entry of ``sshTests``."""
    fields = Fields(node, SSH_TEST)
    return SshTest(
        ordinal,
        node,
        src=fields.text("src"),
        dst=fields.texts("dst"),
        accept=fields.texts("accept"),
        check=fields.texts("check"),
        deny=fields.texts("deny"),
        src_posture_attrs=fields.map("srcPostureAttrs"),
        keys=fields.keys,
    )


def node_attr(ordinal: int, node: Object) -> NodeAttr:
    """Build an entry of ``nodeAttrs``."""
    fields = Fields(node, NODE_ATTRIBUTE)
    return NodeAttr(
        ordinal,
        node,
        target=fields.texts("target"),
        attr=fields.texts("attr"),
        app=_capabilities(fields.map("app")),
        ip_pool=fields.texts("ipPool"),
        keys=fields.keys,
    )


def auto_approvers(value: Value | None) -> AutoApprovers:
    """Build the section ``autoApprovers``."""
    if type(value) is not Object:
        return AutoApprovers()
    fields = Fields(value, AUTO_APPROVERS)
    return AutoApprovers(
        routes=tuple(Approval(*line) for line in lists(fields.map("routes"))),
        exit_node=fields.texts("exitNode"),
        services=tuple(Approval(*line) for line in lists(fields.map("services"))),
        exit_node_key=fields.keys.get("exitNode"),
    )


def postures(value: Value | None) -> tuple[Posture, ...]:
    """Build the entries of ``postures``, in either form."""
    if type(value) is not Object:
        return ()
    return tuple(Posture(key, _assertions(inner), inner) for key, inner in map_members(value))


def _assertions(value: Value) -> tuple[String, ...]:
    return Fields(value, POSTURE).texts("assertions") if type(value) is Object else strings(value)


def _capabilities(value: Object | None) -> tuple[Capability, ...]:
    if value is None:
        return ()
    return tuple(
        Capability(key, inner if type(inner) is Array else None, inner) for key, inner in map_members(value)
    )
