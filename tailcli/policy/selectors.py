"""Selectors: the strings that say who or what a rule is about.

``parse_selector`` classifies one string (docs/semantics.md, "Selectors"); what a selector stands for is
decided in :mod:`tailcli.access`.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Wildcard(NamedTuple):
    """``*``."""


class Autogroup(NamedTuple):
    """``autogroup:NAME``, known or not; the legacy ``members`` is read as ``member``."""

    name: str


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
