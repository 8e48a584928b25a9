"""The facts that a policy does not hold and that a question can turn on."""

from __future__ import annotations

from enum import Enum

from tailcli.policy.selectors import Autogroup, DomainUsers, GroupName, Login, TagName, parse_selector
from tailcli.source.tuples import NamedTuple


class FactKind(Enum):
    """What sort of thing is not known; the value is its name in machine formats."""

    OWNER = "owner"
    ADDRESS = "address"
    ROLE = "role"
    GROUP = "group"
    UNDEFINED_GROUP = "undefined-group"
    SHARED = "shared"
    ROUTE = "route"
    EXIT_NODE = "exit-node"
    SERVICE = "service"
    POSTURE = "posture"
    FAMILY = "family"
    MEMBER = "member"
    PART = "part"
    PING = "ping"
    DEVICE = "device"
    IPV6_DESTINATION = "ipv6-destination"


class MissingFact(NamedTuple):
    """One thing that is not known: about whom (``subject``), and which word of the policy asks for it."""

    kind: FactKind
    subject: str
    selector: str = ""

    @property
    def words(self) -> str:
        """The fact as a clause that goes on from "depends on"."""
        write = _WORDS.get(self.kind)
        text = _owner_words(self) if write is None else write
        return text.format(subject=self.subject, selector=self.selector)


_WORDS = {
    FactKind.ADDRESS: "whether {subject} has an address in {selector}",
    FactKind.ROLE: "whether {subject} has the role {selector}",
    FactKind.GROUP: "whether {subject} is in {selector}",
    FactKind.UNDEFINED_GROUP: "who is in {subject}, which the policy does not define",
    FactKind.SHARED: "whether {subject} belongs to another tailnet",
    FactKind.ROUTE: "whether {subject} is behind an approved subnet route",
    FactKind.EXIT_NODE: "whether an exit node is approved that leads to {subject}",
    FactKind.SERVICE: "whether {selector} covers the addresses of {subject}",
    FactKind.POSTURE: "whether the device of {subject} has {selector}",
    FactKind.FAMILY: "whether {subject} is asked over {selector}",
    FactKind.MEMBER: "which of {subject} is meant ({selector})",
    FactKind.PART: "which part of {subject} is meant: {selector} covers some of it",
    FactKind.PING: "whether the control plane counts a rule for other traffic as letting ping through",
    FactKind.DEVICE: "whether there is a device at {subject}",
    FactKind.IPV6_DESTINATION: "how the control plane takes a bare IPv6 address here ({subject})",
}


def _owner_words(fact: MissingFact) -> str:
    match parse_selector(fact.selector):
        case TagName():
            return "whether {subject} carries {selector}"
        case Login():
            return "whether {subject} belongs to {selector}"
        case GroupName():
            return "whether {subject} belongs to a member of {selector}"
        case DomainUsers(domain):
            return f"whether {{subject}} belongs to someone @{domain.replace('{', '{{').replace('}', '}}')}"
        case Autogroup(name):
            role = "whether {subject} belongs to someone with the role "
            return _AUTOGROUPS.get(name, role + name)
        case _:
            return "whether {subject} belongs to {selector}"


_AUTOGROUPS = {
    "tagged": "whether {subject} carries a tag",
    "self": "whether both ends belong to the same user",
    "member": "whether {subject} belongs to a user",
    "shared": "whether {subject} belongs to another tailnet",
}
