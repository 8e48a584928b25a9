"""What a settings file tells of the tailnet: login domains, members of synced groups, who has which role.

No device or user list holds these. The tables are::

    [tailnet]
    domains = ["example.com"]

    [groups]
    "group:staff@example.com" = ["alice@example.com", "bob@example.com"]

    [roles]
    admin = ["alice@example.com"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.inventory import Inventory
from tailcli.policy.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TABLES = ("tailnet", "groups", "roles")
"""The names of the top-level tables that this module reads."""

ROLES = ("owner", "admin", "it-admin", "network-admin", "billing-admin", "auditor", "member")
"""The roles of a user, as the policy names them after ``autogroup:`` (all but the last)."""

_TAILNET_KEYS = ("domains",)


class TailnetTableError(ValueError):
    """A value in one of the tables that cannot be used.

    ``path`` names it from the top of the file (``("roles", "admn")``) and ``suggestion`` is the key that was
    probably meant. The message holds the keys of the file as they are: escape it before printing.
    """

    def __init__(self, path: tuple[str, ...], reason: str, suggestion: str | None = None) -> None:
        self.path = path
        self.reason = reason
        self.suggestion = suggestion
        hint = f"; did you mean {suggestion!r}?" if suggestion else ""
        super().__init__(f"{'.'.join(path)}: {reason}{hint}")


def inventory_from_table(table: Mapping[str, object]) -> Inventory:
    """Return what the tables ``tailnet``, ``groups`` and ``roles`` of a parsed settings file say.

    Other tables are not looked at; whoever reads the whole file judges them. What is not told stays None
    (domains, roles) or empty (groups).

    Raises:
        TailnetTableError: for an unknown key or a value of the wrong type.
    """
    tailnet = _table(table, "tailnet")
    _known_keys("tailnet", tailnet, _TAILNET_KEYS)
    domains = tailnet.get("domains")
    return Inventory(
        groups=_groups(_table(table, "groups")),
        roles=_roles(_table(table, "roles")) if "roles" in table else None,
        domains=None if domains is None else _strings(("tailnet", "domains"), domains),
    )


def _table(table: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise TailnetTableError((name,), f"expected a table, found {_kind(value)}")
    return value


def _known_keys(name: str, table: Iterable[str], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            reason = f"unknown key; known are {', '.join(known)}"
            raise TailnetTableError((name, key), reason, closest(key, known))


def _groups(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    for name in table:
        if not name.startswith("group:"):
            raise TailnetTableError(("groups", name), 'a group\'s name starts with "group:"', f"group:{name}")
    return {name: _strings(("groups", name), members) for name, members in table.items()}


def _roles(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    _known_keys("roles", table, ROLES)
    return {role: _strings(("roles", role), logins) for role, logins in table.items()}


def _strings(path: tuple[str, ...], value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TailnetTableError(path, f"expected a list of strings, found {_kind(value)}")
    for element in value:
        if not isinstance(element, str) or not element.strip():
            found = "an empty string" if isinstance(element, str) else _kind(element)
            raise TailnetTableError(path, f"expected a list of strings, found {found} in it")
    return tuple(value)


def _kind(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list"}
    return names.get(type(value), "a table" if isinstance(value, dict) else "a date or time")
