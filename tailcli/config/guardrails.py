"""Guardrails as the settings give them: access that must never, or must always, be given."""

from __future__ import annotations

from tailcli.source.tuples import NamedTuple


class Guardrail(NamedTuple):
    """One guardrail.

    Attributes:
        name: what reports call it; ``must-reach[0]`` where it has no name.
        sources: selectors.
        destinations: selectors, without ports.
        ports: ports as in a grant's ``ip``; all where none are told.
        reason: why it exists, or None.
        line: its line in the settings file, or None.
        exceptions: selectors of sources that are not meant.
    """

    name: str
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    ports: tuple[str, ...] = ("*",)
    reason: str | None = None
    line: int | None = None
    exceptions: tuple[str, ...] = ()


class Guardrails(NamedTuple):
    """All guardrails, in the order of the file, and what to call the file (empty where there is none)."""

    must_not_reach: tuple[Guardrail, ...] = ()
    must_reach: tuple[Guardrail, ...] = ()
    file: str = ""
