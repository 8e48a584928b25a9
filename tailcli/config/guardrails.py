"""Guardrails as the settings give them: access that must never, or must always, be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.permissions import Permission


class Guardrail(NamedTuple):
    """One guardrail. It speaks of network access, SSH and applications as far as each is named.

    Attributes:
        name: what it is called; ``must-reach[0]`` where the settings give it no name.
        sources: selectors.
        destinations: selectors, without ports.
        ports: ports as in a grant's ``ip``; none where it does not speak of network access.
        reason: why it exists, or None.
        line: its line in the settings file, or None.
        exceptions: selectors of sources that are not meant.
        logins: accounts as in the ``users`` of an SSH rule, ``*`` for any of them.
        permissions: what applications permit; one without action and object is the capability itself.
        is_named: whether the settings name it.
    """

    name: str
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    ports: tuple[str, ...] = ("*",)
    reason: str | None = None
    line: int | None = None
    exceptions: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()
    is_named: bool = True


class Guardrails(NamedTuple):
    """All guardrails, in the order of the file, and what to call the file (empty where there is none)."""

    must_not_reach: tuple[Guardrail, ...] = ()
    must_reach: tuple[Guardrail, ...] = ()
    file: str = ""
