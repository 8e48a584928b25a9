"""What an application capability permits, read by meaning where the meaning is known.

A grant's ``app`` gives a list of parameter objects for each capability name. For the capabilities that
docs/semantics.md ("Application capabilities") describes, the objects are taken apart into single permissions
that can be compared (``get`` on ``derp/*`` covers ``get`` on ``derp/key``); for any other name each object is
one opaque permission in canonical JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.hujson.nodes import Object
from tailcli.hujson.plain import to_python
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tailcli.policy.model import Capability

SECRETS = "tailscale.com/cap/secrets"
KUBERNETES = "tailscale.com/cap/kubernetes"
DRIVE = "tailscale.com/cap/drive"
GOLINK = "tailscale.com/cap/golink"
RELAY = "tailscale.com/cap/relay"
WEBUI = "tailscale.com/cap/webui"
GRAFANA = "tailscale.com/cap/proxy-to-grafana"
TAILSQL = "tailscale.com/cap/tailsql"
TSIDP = "tailscale.com/cap/tsidp"

SECRET_ACTIONS = ("get", "info", "put", "create-version", "activate", "delete")
DRIVE_ACCESS = ("ro", "rw")
GRAFANA_ROLES = ("viewer", "editor", "admin")


class Permission(NamedTuple):
    """One thing that a capability permits: an action on an object, either of which may be empty.

    ``capability`` is the full name. For ``tailscale.com/cap/secrets`` the action is setec's and the object a
    name glob; for drive ``ro`` or ``rw`` on a share; for kubernetes ``impersonate`` a group; and so on. An
    opaque permission has the canonical JSON of the parameter object as its object and no action.
    """

    capability: str
    action: str = ""
    object: str = ""


def permissions(capability: Capability) -> tuple[Permission, ...]:
    """Return what one capability of a grant permits, each permission once, in the order of the file."""
    parameters = () if capability.parameters is None else capability.parameters.elements
    objects = [_members(element) for element in parameters if isinstance(element, Object)]
    return read_permissions(capability.name.value.strip(), objects)


def read_permissions(name: str, objects: list[dict[str, object]]) -> tuple[Permission, ...]:
    """Return what the parameter objects of a capability permit, each permission once, in their order."""
    read = _READERS.get(name, _opaque)
    return tuple(dict.fromkeys(Permission(name, *pair) for pair in read(objects)))


def _members(node: Object) -> dict[str, object]:
    return {member.key.value: to_python(member.value) for member in node.members}


def covers(wide: Permission, narrow: Permission) -> bool:
    """Tell whether whoever has ``wide`` can do all that ``narrow`` permits."""
    if wide == narrow:
        return True
    if wide.capability != narrow.capability:
        return False
    match wide.capability:
        case "tailscale.com/cap/secrets":
            return wide.action == narrow.action and glob_covers(wide.object, narrow.object)
        case "tailscale.com/cap/drive":
            strong = DRIVE_ACCESS.index(wide.action) >= DRIVE_ACCESS.index(narrow.action)
            return strong and wide.object in {"*", narrow.object}
        case "tailscale.com/cap/proxy-to-grafana":
            return _rank(wide) >= _rank(narrow) >= 0
        case "tailscale.com/cap/webui" | "tailscale.com/cap/tailsql":
            return wide.action == narrow.action and wide.object == "*"
        case _:
            return False


def stem(wide: Permission) -> str:
    """Return what the objects of all permissions begin with that ``wide`` covers."""
    match wide.capability:
        case "tailscale.com/cap/secrets":
            return wide.object.partition("*")[0]
        case "tailscale.com/cap/proxy-to-grafana":
            return ""
        case "tailscale.com/cap/drive" | "tailscale.com/cap/webui" | "tailscale.com/cap/tailsql":
            return "" if wide.object == "*" else wide.object
        case _:
            return wide.object


def glob_covers(wide: str, narrow: str) -> bool:
    """Tell whether every string that the glob ``narrow`` matches is matched by ``wide``.

    ``*`` stands for any run of characters, ``/`` included; nothing else is special. A star of ``narrow`` can
    be anything, so only a star of ``wide`` can take it in.
    """
    at = star = anchor = 0
    has_star = False
    position = 0
    while position < len(narrow):
        if at < len(wide) and wide[at] == "*":
            has_star, star, anchor = True, at, position
            at += 1
        elif at < len(wide) and narrow[position] != "*" and wide[at] == narrow[position]:
            at += 1
            position += 1
        elif has_star:
            anchor += 1
            at, position = star + 1, anchor
        else:
            return False
    return all(char == "*" for char in wide[at:])


def _rank(permission: Permission) -> int:
    return GRAFANA_ROLES.index(permission.object) if permission.object in GRAFANA_ROLES else -1


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _secrets(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for parameters in objects:
        for action in _strings(parameters.get("action")):
            if action in SECRET_ACTIONS:
                yield from ((action, glob) for glob in _strings(parameters.get("secret")))


def _kubernetes(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for parameters in objects:
        impersonate = parameters.get("impersonate")
        groups = _strings(impersonate.get("groups")) if isinstance(impersonate, dict) else []
        yield from (("impersonate", group) for group in groups)
        rest = {key: value for key, value in parameters.items() if key != "impersonate"}
        if rest or not groups:
            yield "", _canonical(rest)


def _drive(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for parameters in objects:
        access = "rw" if parameters.get("access") == "rw" else "ro"
        yield from ((access, share) for share in _strings(parameters.get("shares")))


def _golink(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    if any(parameters.get("admin") is True for parameters in objects):
        yield "admin", ""


def _relay(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    del objects
    yield "relay", ""


def _webui(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for parameters in objects:
        yield from (("edit", feature.lower()) for feature in _strings(parameters.get("canEdit")))


def _grafana(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for parameters in objects:
        role = parameters.get("role")
        if isinstance(role, str):
            yield "role", role


def _tailsql(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    for parameters in objects:
        yield from (("query", source) for source in _strings(parameters.get("dataSrc")))


def _tsidp(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    """Take the rights to run it out of the parameters; the others are about tokens and belong together."""
    others: list[dict[str, object]] = []
    for parameters in objects:
        yield from ((action, "") for key, action in _TSIDP_FLAGS.items() if parameters.get(key) is True)
        flags = (key for key in _TSIDP_FLAGS if isinstance(parameters.get(key), bool))
        left_out = frozenset(flags)
        others.append({key: value for key, value in parameters.items() if key not in left_out})
    yield from _opaque(others)


_TSIDP_FLAGS = {"allow_admin_ui": "administer", "allow_dcr": "register"}


def _opaque(objects: Iterable[dict[str, object]]) -> Iterator[tuple[str, str]]:
    yield "", ""
    yield from (("", _canonical(parameters)) for parameters in objects if parameters)


def _canonical(value: dict[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


_READERS: dict[str, Callable[[list[dict[str, object]]], Iterator[tuple[str, str]]]] = {
    SECRETS: _secrets,
    KUBERNETES: _kubernetes,
    DRIVE: _drive,
    GOLINK: _golink,
    RELAY: _relay,
    WEBUI: _webui,
    GRAFANA: _grafana,
    TAILSQL: _tailsql,
    TSIDP: _tsidp,
}
