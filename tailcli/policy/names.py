"""What the names that a policy defines must look like."""

from __future__ import annotations

import re

from tailcli.policy.addresses import parse_network, parse_range
from tailcli.policy.faults import Fault, quote

_TAG = "tag:"
_SERVICE = "svc:"
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", re.ASCII)
_TAG_REST = re.compile(r"[A-Za-z0-9-]*", re.ASCII)
_MAX_LABEL = 63
_SELECTOR_PREFIXES = ("tag:", "group:", "autogroup:", "ipset:", "svc:", "user:", "posture:", "host:")


def tag_fault(name: str) -> Fault | None:
    """Say what is wrong with a tag's name, in the words of the control plane's own check."""
    rest = name.removeprefix(_TAG)
    start = len(_TAG)
    if rest == name:
        message = f'tag {quote(name)} does not start with "tag:"'
        return Fault(0, len(name), message, "tags must start with 'tag:'", allowed=(f"tag:{name}",))
    if not rest:
        return Fault(0, len(name), 'there is no name after "tag:"', "tag names must not be empty")
    if not (rest[0].isascii() and rest[0].isalpha()):
        message = f"tag {quote(name)} does not start with a letter from a to z"
        return Fault(start, start + 1, message, "tag names must start with a letter, after 'tag:'")
    fits = _TAG_REST.match(rest)
    at = start + (fits.end() if fits else 0)
    if at == len(name):
        return None
    message = f"tag {quote(name)} contains {quote(name[at])}: only letters, digits and dashes are possible"
    return Fault(at, at + 1, message, "tag names can only contain numbers, letters, or dashes")


def group_fault(name: str) -> Fault | None:
    """Say what is wrong with a group's name: it must start with ``group:`` and go on."""
    return _prefixed(name, "group:", "group")


def ipset_fault(name: str) -> Fault | None:
    """Say what is wrong with an IP set's name: it must start with ``ipset:`` and go on."""
    return _prefixed(name, "ipset:", "IP set")


def posture_fault(name: str) -> Fault | None:
    """Say what is wrong with a posture's name: it must start with ``posture:`` and go on."""
    return _prefixed(name, "posture:", "posture")


def _prefixed(name: str, prefix: str, what: str) -> Fault | None:
    if name.strip().removeprefix(prefix) not in {"", name.strip()}:
        return None
    if name.strip() == prefix:
        return Fault(0, len(name), f"there is no name after {quote(prefix)}")
    message = f"{what} {quote(name)} does not start with {quote(prefix)}"
    return Fault(0, len(name), message, allowed=(prefix + name,))


def service_fault(name: str) -> Fault | None:
    """Say what is wrong with a service's name: ``svc:`` and one DNS label."""
    label = name.removeprefix(_SERVICE)
    if label == name:
        message = f'service {quote(name)} does not start with "svc:"'
        server = f"{quote(name)} is not a valid service name: must start with 'svc:'"
        return Fault(0, len(name), message, server, allowed=(f"svc:{name}",))
    if not label:
        return Fault(0, len(name), 'there is no name after "svc:"')
    if len(label) <= _MAX_LABEL and _LABEL.fullmatch(label):
        return None
    message = f"service {quote(name)} is not a DNS label: letters, digits and inner dashes, 63 at most"
    return Fault(len(_SERVICE), len(name), message)


def host_fault(name: str) -> Fault | None:
    """Say what is wrong with a host's name: no ``@``, and nothing that reads as another selector."""
    at = name.find("@")
    if at >= 0:
        server = f"host names cannot include an @, please change the name for {quote(name)}"
        return Fault(at, at + 1, f'host name {quote(name)} contains "@"', server)
    if not name.strip():
        return Fault(0, len(name), "the host name is empty")
    if name == "*" or name.startswith(_SELECTOR_PREFIXES):
        message = f"host name {quote(name)} reads as another kind of selector"
        return Fault(0, len(name), message, hint="choose a plain name")
    return None


def host_address_fault(text: str) -> Fault | None:
    """Say what is wrong with the value of a host: it must be one IP address or CIDR."""
    if parse_network(text.strip()) is not None:
        return None
    message = f"{quote(text)} is neither an IP address nor a CIDR"
    if parse_range(text) is not None:
        message = f"{quote(text)} is a range of addresses; a host is one address or one CIDR"
    return Fault(0, len(text), message)
