"""The posture attributes that are known, with the type of their values."""

from __future__ import annotations

from enum import Enum

from tailcli.source.tuples import NamedTuple


class AttributeType(Enum):
    """What kind of value an attribute holds; UNKNOWN where nothing is documented."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    VERSION = "version"
    UNKNOWN = "unknown"


class Attribute(NamedTuple):
    """A known attribute; ``values`` lists all its values where the list is closed."""

    type: AttributeType
    values: tuple[str, ...] = ()


_ANY = Attribute(AttributeType.UNKNOWN)
_BOOLEAN = Attribute(AttributeType.BOOLEAN)
_VERSION = Attribute(AttributeType.VERSION)
_OS = ("macos", "windows", "linux", "ios", "android", "freebsd", "openbsd", "illumos", "js")

ATTRIBUTES: dict[str, Attribute] = {
    "node:os": Attribute(AttributeType.STRING, _OS),
    "node:osVersion": _VERSION,
    "node:tsVersion": _VERSION,
    "node:tsReleaseTrack": Attribute(AttributeType.STRING, ("stable", "unstable")),
    "node:tsAutoUpdate": _BOOLEAN,
    "node:tsStateEncrypted": _BOOLEAN,
    "ip:country": Attribute(AttributeType.STRING),
    "ip:publicAddress": _ANY,
    "falcon:ztaScore": Attribute(AttributeType.NUMBER),
    "sentinelOne:operationalState": _ANY,
    "sentinelOne:activeThreats": _ANY,
    "sentinelOne:agentVersion": _ANY,
    "sentinelOne:encryptedApplications": _ANY,
    "sentinelOne:firewallEnabled": _ANY,
    "sentinelOne:infected": _ANY,
    "kolide:authState": _ANY,
    "fleet:present": _ANY,
    "huntress:defenderStatus": _ANY,
    "huntress:defenderPolicyStatus": _ANY,
    "huntress:firewallStatus": _ANY,
    "kandji:mdmEnabled": _ANY,
    "kandji:agentInstalled": _ANY,
    "jamfPro:remoteManaged": _ANY,
    "jamfPro:supervised": _ANY,
    "jamfPro:firewallEnabled": _ANY,
    "jamfPro:fileVaultStatus": _ANY,
    "jamfPro:SIPEnabled": _ANY,
    "intune:complianceState": _ANY,
    "intune:azureADRegistered": _ANY,
    "intune:deviceRegistrationState": _ANY,
    "intune:isSupervised": _ANY,
    "intune:isEncrypted": _ANY,
    "intune:managedDeviceOwnerType": _ANY,
}
"""Every documented attribute by its full name."""

OPEN_NAMESPACES = frozenset({"custom", "fleetPolicy"})
"""Namespaces in which any name may stand."""

NAMESPACES = OPEN_NAMESPACES | {name.partition(":")[0] for name in ATTRIBUTES}
"""Every documented namespace."""

CLOSED_NAMESPACES = frozenset({"node", "ip"})
"""Tailscale's own namespaces, whose attributes are all documented."""
