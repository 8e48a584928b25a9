"""App connectors: the apps of ``nodeAttrs``, the tags that serve them and the routes that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Array, Object, String
from tailcli.policy.capabilities import APP_CONNECTORS
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context


class App(NamedTuple):
    """One app: the tags of its connectors and its own routes, as written."""

    node: Object
    connectors: tuple[String, ...]
    routes: tuple[String, ...]


def apps(context: Context) -> tuple[App, ...]:
    """Return every app of the file. Use it as ``context.once(apps)``."""
    return tuple(_apps(context))


def connector_tags(context: Context) -> frozenset[str]:
    """Return the tags that are connectors of some app. Use it as ``context.once(connector_tags)``."""
    return frozenset(node.value.strip() for app in context.once(apps) for node in app.connectors)


def _apps(context: Context) -> Iterator[App]:
    for entry in context.policy.node_attrs:
        for capability in entry.app:
            if capability.name.value.strip() == APP_CONNECTORS and capability.parameters is not None:
                for node in capability.parameters.elements:
                    if isinstance(node, Object):
                        yield App(node, _strings(node, "connectors"), _strings(node, "routes"))


def _strings(app: Object, field: str) -> tuple[String, ...]:
    found = app.get(field)
    elements = found.elements if isinstance(found, Array) else ()
    return tuple(node for node in elements if isinstance(node, String))
