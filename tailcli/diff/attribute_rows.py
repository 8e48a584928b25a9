"""Rows for node attributes: which devices newly have an attribute, a connector or an address pool."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from tailcli.diff.attribute_edits import AttributeEdits
from tailcli.diff.holders import Holding, Kind, holder_rows, texts
from tailcli.diff.model import Effect, Lane
from tailcli.diff.parameter_notes import with_parameter_notes
from tailcli.hujson.plain import to_python
from tailcli.policy.addresses import V4, V6
from tailcli.policy.selectors import Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.model import Capability, NodeAttr


def attribute_rows(sides: Sides, causes: Causes) -> list[Row]:
    """Return which devices newly have, or no longer have, which attributes."""
    kind = Kind(
        Lane.ATTRIBUTES,
        _targets,
        lambda held, wanted: held == wanted,
        lambda thing: thing,
        Effect.NONE,
        Effect.NONE,
        _devices,
        completed=_completed,
        edits=AttributeEdits(sides),
    )
    return with_parameter_notes(holder_rows(sides, causes, kind))


def _devices(version: Version, text: str) -> int:
    """Return the devices that a target means; a host or an address is the device there, whoever it is."""
    if isinstance(parse_selector(text), Wildcard):
        return _completed(version, version.access.universe.identities)
    meant = version.access.resolver.destination(text)
    return meant.both | meant.v4 | meant.v6


def _completed(version: Version, atoms: int) -> int:
    """Every device is a member's or tagged; whoever has all of them has the device at any address too."""
    universe = version.access.universe
    if universe.identities & ~atoms:
        return atoms
    return atoms | universe.addresses[V4].tailnet | universe.addresses[V6].tailnet


def _targets(version: Version) -> dict[str, list[Holding]]:
    found: dict[str, list[Holding]] = {}
    for entry in version.policy.node_attrs:
        place = partial(version.place, entry.node.span, f"nodeAttrs[{entry.ordinal}]")
        for thing in _things(entry):
            found.setdefault(thing, []).append(Holding(texts(entry.target), place))
    return found


def _things(entry: NodeAttr) -> Iterator[str]:
    """Return all that an entry gives, each in words that are equal only for equal things."""
    yield from (f"attribute {attribute.value}" for attribute in entry.attr)
    yield from (f"addresses from {pool.value.strip()}" for pool in entry.ip_pool)
    for capability in entry.app:
        yield from _connectors(capability)


def _connectors(capability: Capability) -> Iterator[str]:
    name = capability.name.value.strip()
    elements = () if capability.parameters is None else capability.parameters.elements
    for element in elements:
        value = to_python(element)
        yield f"{name} {json.dumps(value, sort_keys=True, ensure_ascii=False)}"
    if not elements:
        yield name
