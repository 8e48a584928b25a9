"""Selectors: the strings that say who or what a rule is about.

``parse_selector`` classifies one string (docs/semantics.md, "Selectors"); what a selector stands for is
decided in :mod:`tailcli.access`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from tailcli.policy.addresses import parse_network
from tailcli.source.tuples import NamedTuple


class Wildcard(NamedTuple):
    """``*``."""

    kind: Literal["wildcard"] = "wildcard"


class Autogroup(NamedTuple):
    """``autogroup:NAME``, known or not; the legacy ``members`` is read as ``member``."""

    name: str
    kind: Literal["autogroup"] = "autogroup"


class GroupName(NamedTuple):
    """``group:NAME``; ``name`` is the whole string. A name with ``@`` comes from an identity provider."""

    name: str


class TagName(NamedTuple):
    """``tag:NAME``; ``name`` is the whole string."""

    name: str


class IpSetName(NamedTuple):
    """``ipset:NAME``; ``name`` is the whole string."""

    name: str


class ServiceName(NamedTuple):
    """``svc:NAME``; ``name`` is the whole string."""

    name: str


class DomainUsers(NamedTuple):
    """``user:*@DOMAIN``: every member whose login is of that domain."""

    domain: str


class Login(NamedTuple):
    """A user's login (any other string with an ``@``; ``user:LOGIN`` is read as that login)."""

    login: str


class Address(NamedTuple):
    """An IP address or CIDR as an inclusive range of integers, host bits zeroed."""

    text: str
    version: int
    first: int
    last: int


class Name(NamedTuple):
    """Anything else: a key of ``hosts`` if there is one of that name, otherwise unknown."""

    name: str
    kind: Literal["name"] = "name"


Selector: TypeAlias = (
    Wildcard
    | Autogroup
    | GroupName
    | TagName
    | IpSetName
    | ServiceName
    | DomainUsers
    | Login
    | Address
    | Name
)


def parse_selector(text: str) -> Selector:
    """Classify one string; white space around it does not count. Every string is some selector.

    A host may be named like an address, and the host wins: look ``Address.text`` and ``Name.name`` up among
    the keys of ``hosts`` before taking them for what they look like. The result is shared: equal strings give
    the same value.
    """
    found = _parsed.get(text)
    if found is None:
        found = _parsed[text] = _classify(text.strip())
    return found


_parsed: dict[str, Selector] = {}

_NAMED: dict[str, type[GroupName | TagName | IpSetName | ServiceName]] = {
    "group": GroupName,
    "tag": TagName,
    "ipset": IpSetName,
    "svc": ServiceName,
}
_WILDCARD = Wildcard()


def _classify(text: str) -> Selector:
    if text == "*":
        return _WILDCARD
    prefix, colon, rest = text.partition(":")
    if colon:
        if prefix in _NAMED:
            return _NAMED[prefix](text)
        if prefix == "autogroup":
            return Autogroup("member" if rest == "members" else rest)
        if prefix == "user" and "@" in rest:
            return _user(rest)
    if "@" in text:
        return Login(text)
    network = parse_network(text)
    return Name(text) if network is None else Address(text, *network)


def _user(text: str) -> Selector:
    domain = text.removeprefix("*@")
    if domain and domain != text and "@" not in domain:
        return DomainUsers(domain)
    return Login(text)
