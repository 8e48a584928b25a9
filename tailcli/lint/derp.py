"""The parts of ``derpMap``, read without regard to the case of field names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Boolean, Object

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Member, String, Value
    from tailcli.lint.context import Context


def derp_map(context: Context) -> Object | None:
    """Return the section, if it is an object."""
    found = (option.value for option in context.policy.network_options if option.name == "derpMap")
    return next((value for value in found if isinstance(value, Object)), None)


def regions(context: Context) -> tuple[tuple[String, Object], ...]:
    """Return the regions of one's own with their keys; those that only take a default one out are not."""
    section = derp_map(context)
    found = None if section is None else member(section, "Regions")
    if found is None or not isinstance(found.value, Object):
        return ()
    return tuple((one.key, one.value) for one in found.value.members if isinstance(one.value, Object))


def nodes(region: Object) -> tuple[Object, ...]:
    """Return the servers of a region."""
    found = member(region, "Nodes")
    elements = found.value.elements if found is not None and isinstance(found.value, Array) else ()
    return tuple(node for node in elements if isinstance(node, Object))


def member(parent: Object, name: str) -> Member | None:
    """Return the last member of that name, in any case."""
    folded = name.lower()
    return next((one for one in reversed(parent.members) if one.key.value.lower() == folded), None)


def is_true(value: Value) -> bool:
    """Tell whether a value is ``true``."""
    return isinstance(value, Boolean) and value.value
