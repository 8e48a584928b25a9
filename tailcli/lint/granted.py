"""Application capabilities that grants give, and what is powerful among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import (
    DRIVE,
    GOLINK,
    GRAFANA,
    KUBERNETES,
    SECRETS,
    TAILSQL,
    WEBUI,
    permissions,
)
from tailcli.hujson.nodes import Array, Object, String
from tailcli.policy.capabilities import TSIDP
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import Value
    from tailcli.lint.context import Context
    from tailcli.policy.model import Capability, Grant

MASTERS = "system:masters"
_POWERFUL = {
    (DRIVE, "rw", "*"): "write to every shared folder",
    (GOLINK, "admin", ""): "edit every link",
    (GRAFANA, "role", "admin"): "administer Grafana",
    (KUBERNETES, "impersonate", MASTERS): "do everything in the Kubernetes cluster",
    (SECRETS, "activate", "*"): "switch the version of every secret",
    (SECRETS, "delete", "*"): "delete every secret",
    (SECRETS, "get", "*"): "read every secret",
    (SECRETS, "put", "*"): "change every secret",
    (TAILSQL, "query", "*"): "query every database",
    (WEBUI, "edit", "*"): "change every setting of the device",
}


class Granted(NamedTuple):
    """A capability in the grant that gives it."""

    grant: Grant
    capability: Capability

    @property
    def name(self) -> str:
        """The name of the capability, without white space around it."""
        return self.capability.name.value.strip()


def granted(context: Context) -> Iterator[Granted]:
    """Yield every application capability of every grant."""
    for grant in context.policy.grants or ():
        for capability in grant.app:
            yield Granted(grant, capability)


def powers(capability: Capability) -> tuple[str, ...]:
    """Return in words what a capability permits that few should be able to do."""
    found = [_POWERFUL.get((p.capability, p.action, p.object)) for p in permissions(capability)]
    if capability.name.value.strip() == TSIDP and has_true(capability, "allow_admin_ui"):
        found.append("administer the identity provider")
    return tuple(words for words in found if words is not None)


def has_true(capability: Capability, field: str) -> bool:
    """Tell whether a parameter object of a capability sets a field to ``true``."""
    return any(getattr(node.get(field), "value", None) is True for node in parameter_objects(capability))


def parameter_objects(capability: Capability) -> tuple[Object, ...]:
    """Return the parameter objects of a capability, as written."""
    elements = () if capability.parameters is None else capability.parameters.elements
    return tuple(element for element in elements if isinstance(element, Object))


def strings_in(value: Value | None) -> tuple[String, ...]:
    """Return the strings of a list; none where there is no list."""
    if not isinstance(value, Array):
        return ()
    return tuple(element for element in value.elements if isinstance(element, String))
