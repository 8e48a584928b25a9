"""Plain questions to the compiled boxes of small policies, for the truth tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tailcli.access.atoms import members
from tailcli.access.compile import Access, compile_policy
from tailcli.access.naming import stranger_words
from tailcli.access.traffic import place
from tailcli.access.wording import condition_words
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.policy.model import Policy

BASE: dict[str, Any] = {
    "groups": {"group:infra": ["alice@example.com", "bob@example.com"]},
    "tagOwners": {"tag:web": [], "tag:db": []},
    "hosts": {"printer": "100.64.0.9", "office": "10.0.0.0/8"},
}


class Said(NamedTuple):
    """Who reaches what, in words of atoms."""

    sources: frozenset[str]
    destinations: frozenset[str]


def read(sections: dict[str, Any]) -> Policy:
    return load(SourceText("policy.hujson", json.dumps({**BASE, **sections})))


def compiled(sections: dict[str, Any]) -> Access:
    return compile_policy(read(sections))


def grant(src: str, dst: str, **fields: object) -> dict[str, Any]:
    return {"grants": [{"src": [src], "dst": [dst], "ip": ["tcp:443"], **fields}]}


def said(sections: dict[str, Any], family: int = 4) -> Said:
    """Return all sources and destinations of a policy's tcp:443 boxes in one family."""
    access = compiled(sections)
    at = place(family, 6, 443)
    boxes = [box for box in access.network if any(first <= at < end for first, end in box.rights)]
    sources = destinations = 0
    for box in boxes:
        sources |= box.sources
        destinations |= box.destinations
    return Said(words(access, sources), words(access, destinations))


def words(access: Access, atoms: int) -> frozenset[str]:
    found: set[str] = set()
    for number in members(atoms):
        atom = access.universe.atoms[number]
        if atom.kind == "people":
            found.update(atom.logins)
        elif atom.kind == "addresses":
            found.add(f"addresses v{atom.version}")
        else:
            found.add(stranger_words(atom))
    return frozenset(found)


def conditions(sections: dict[str, Any]) -> set[str]:
    return {condition_words(box.alternative) for box in compiled(sections).network}
