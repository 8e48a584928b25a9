"""Whether two application permissions have something in common, and what that is.

``permissions.covers`` asks whether one permission gives all of another. A prohibition asks for less: whether
the one gives anything at all that the other speaks of.
"""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING

from tailcli.access.permissions import (
    DRIVE,
    DRIVE_ACCESS,
    GOLINK,
    GRAFANA,
    GRAFANA_ROLES,
    KUBERNETES,
    RELAY,
    SECRETS,
    TAILSQL,
    WEBUI,
    Permission,
    covers,
    glob_covers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = frozenset((DRIVE, GOLINK, GRAFANA, KUBERNETES, RELAY, SECRETS, TAILSQL, WEBUI))
"""The capabilities whose parameters are read by meaning."""

_ANY = "any"


def is_anything(permission: Permission) -> bool:
    """Tell whether a permission stands for the capability itself, whatever its parameters."""
    return not permission.action and not permission.object


def shared(given: Permission, wanted: Permission) -> Permission | None:
    """Return something that ``given`` allows and ``wanted`` speaks of; None if there is nothing.

    A stronger right holds the weaker ones: who may write a share may read it, an editor is a viewer too. Of a
    capability that is not known by meaning a parameter object is spoken of by any object that says all it
    says, and perhaps more.
    """
    if given.capability != wanted.capability:
        return None
    if is_anything(wanted):
        return given
    match wanted.capability:
        case "tailscale.com/cap/secrets":
            name = common_name(given.object, wanted.object) if given.action == wanted.action else None
            return None if name is None else wanted._replace(object=name)
        case "tailscale.com/cap/drive":
            is_strong = DRIVE_ACCESS.index(given.action) >= DRIVE_ACCESS.index(wanted.action)
            return _narrower(given, wanted) if is_strong else None
        case "tailscale.com/cap/proxy-to-grafana":
            return wanted if covers(given, wanted) else None
        case "tailscale.com/cap/webui" | "tailscale.com/cap/tailsql":
            return _narrower(given, wanted) if given.action == wanted.action else None
        case name if name in KNOWN:
            return wanted if given == wanted else None
        case _:
            is_all = given.action == wanted.action and _says_all(_parsed(given), _parsed(wanted))
            return given if is_all else None


def speaks_of_all(wide: Permission, narrow: Permission) -> bool:
    """Tell whether whatever has something in common with ``narrow`` has it with ``wide`` too."""
    if wide == narrow or (wide.capability == narrow.capability and is_anything(wide)):
        return True
    if wide.capability != narrow.capability or is_anything(narrow):
        return False
    match wide.capability:
        case "tailscale.com/cap/drive":
            is_weak = DRIVE_ACCESS.index(wide.action) <= DRIVE_ACCESS.index(narrow.action)
            return is_weak and wide.object in {"*", narrow.object}
        case "tailscale.com/cap/proxy-to-grafana":
            ranks = [GRAFANA_ROLES.index(one.object) for one in (wide, narrow) if one.object in GRAFANA_ROLES]
            return len(ranks) == len((wide, narrow)) and ranks[0] <= ranks[1]
        case name if name in KNOWN:
            return covers(wide, narrow)
        case _:
            return narrow.action == wide.action and _says_all(_parsed(narrow), _parsed(wide))


def _narrower(given: Permission, wanted: Permission) -> Permission | None:
    """Return what is said of the narrower of two objects, of which ``*`` is everything."""
    if "*" not in {given.object, wanted.object} and given.object != wanted.object:
        return None
    return wanted if given.object == "*" else wanted._replace(object=given.object)


def common_name(one: str, other: str) -> str | None:
    """Return a name that two globs both match, None if there is none; ``*`` is any run of characters."""
    for wide, narrow in ((one, other), (other, one)):
        if glob_covers(wide, narrow):
            return narrow.replace("*", _ANY)
    return _shortest(one, other)


def _shortest(one: str, other: str) -> str | None:
    seen = {(0, 0)}
    pending = deque([(0, 0, "")])
    while pending:
        at, there, said = pending.popleft()
        if at == len(one) and there == len(other):
            return said
        for left, right, char in _steps(one, at, other, there):
            if (left, right) not in seen:
                seen.add((left, right))
                pending.append((left, right, said + char))
    return None


def _steps(one: str, at: int, other: str, there: int) -> Iterator[tuple[int, int, str]]:
    """Yield where reading one character of a common name leads, or ending a star."""
    first, second = one[at : at + 1], other[there : there + 1]
    if first == "*":
        yield at + 1, there, ""
    if second == "*":
        yield at, there + 1, ""
    if first == "*" and second not in {"", "*"}:
        yield at, there + 1, second
    if second == "*" and first not in {"", "*"}:
        yield at + 1, there, first
    if first and first == second and first != "*":
        yield at + 1, there + 1, first


def _parsed(permission: Permission) -> object:
    return json.loads(permission.object) if permission.object else {}


def _says_all(given: object, wanted: object) -> bool:
    """Tell whether a parameter holds all that another holds; of two lists one element is enough."""
    if isinstance(given, dict) and isinstance(wanted, dict):
        return all(key in given and _says_all(given[key], value) for key, value in wanted.items())
    if isinstance(given, list) and isinstance(wanted, list):
        return not wanted or any(_says_all(one, other) for one in given for other in wanted)
    return type(given) is type(wanted) and given == wanted
