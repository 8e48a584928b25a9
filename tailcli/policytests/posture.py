"""The posture attributes that a test gives its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Boolean, Number, String
from tailcli.policy.members import map_members

if TYPE_CHECKING:
    from tailcli.access.match_subject import Attributes
    from tailcli.hujson.nodes import Object


def posture_attributes(node: Object | None) -> Attributes:
    """Return ``srcPostureAttrs`` as values; an attribute that is not there is one that is not set."""
    found: list[tuple[str, str | float | bool]] = []
    for key, value in () if node is None else map_members(node):
        if isinstance(value, String | Boolean):
            found.append((key.value, value.value))
        elif isinstance(value, Number):
            found.append((key.value, float(value.raw)))
    return tuple(found)
