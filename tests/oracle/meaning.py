"""What the parameters of an application capability permit, as points that either are permitted or not.

A name with stars permits more than can be listed; it is asked about by *probes*, names that it matches with a
text in place of every star that stands in no policy.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Json = dict[str, Any]
DOMAIN = "tailscale.com/cap/"
ACTIONS = ("get", "info", "put", "create-version", "activate", "delete")
ROLES = ("viewer", "editor", "admin")
TSIDP = ("allow_admin_ui", "allow_dcr")
ANYTHING = "~anything~"


def probes(policies: Iterable[Json]) -> tuple[str, ...]:
    """A name for each pattern of a name that the policies use, and one that fits only a star alone."""
    values = [
        value
        for policy in policies
        for rule in policy.get("grants") or []
        for listed in (rule.get("app") or {}).values()
        for value in listed
        if isinstance(value, dict)
    ]
    named = {
        one
        for value in values
        for key in ("secret", "shares", "canEdit", "dataSrc")
        for one in _texts(value.get(key))
    }
    return tuple(sorted({ANYTHING, *(one.replace("*", ANYTHING) for one in named)}))


def points(name: str, values: list[Any], asked: tuple[str, ...]) -> set[str]:
    """What a list of parameter objects of one capability permits together."""
    objects = [value for value in values if isinstance(value, dict)]
    reader = READERS.get(name)
    if reader is not None:
        return {point for value in objects for point in reader(value, asked)}
    if name == f"{DOMAIN}relay":
        return {"relay"}
    flags = TSIDP if name == f"{DOMAIN}tsidp" else ()
    return {"", *(point for value in objects for point in _flagged(value, flags))}


def _flagged(value: Json, flags: tuple[str, ...]) -> Iterable[str]:
    """The flags that are true, each by itself, and all the other parameters of an object together."""
    rest = {key: one for key, one in value.items() if key not in flags or not isinstance(one, bool)}
    return [
        *(key for key in flags if value.get(key) is True),
        *([json.dumps(rest, sort_keys=True)] if rest else []),
    ]


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _actions(value: Json) -> list[str]:
    return [one for one in _texts(value.get("action")) if one in ACTIONS]


def _named(value: Json, key: str, asked: tuple[str, ...]) -> list[str]:
    """The probes that a pattern matches: a star is any run of characters."""
    patterns = [re.escape(one).replace(r"\*", ".*") for one in _texts(value.get(key))]
    return [one for one in asked if any(re.fullmatch(pattern, one, re.DOTALL) for pattern in patterns)]


def _listed(value: Json, key: str, asked: tuple[str, ...]) -> list[str]:
    """The probes that a list names; a star alone names all, and is no star within a name."""
    listed = _texts(value.get(key))
    return [one for one in asked if one.replace(ANYTHING, "*") in listed or "*" in listed]


def _secrets(value: Json, asked: tuple[str, ...]) -> Iterable[str]:
    return [f"{action} {one}" for action in _actions(value) for one in _named(value, "secret", asked)]


def _drive(value: Json, asked: tuple[str, ...]) -> Iterable[str]:
    ways = ("ro", "rw") if value.get("access") == "rw" else ("ro",)
    return [f"{way} {one}" for way in ways for one in _listed(value, "shares", asked)]


def _webui(value: Json, asked: tuple[str, ...]) -> Iterable[str]:
    return [one.lower() for one in _listed(value, "canEdit", asked)]


def _tailsql(value: Json, asked: tuple[str, ...]) -> Iterable[str]:
    return _listed(value, "dataSrc", asked)


def _golink(value: Json, _: tuple[str, ...]) -> Iterable[str]:
    return ["admin"] if value.get("admin") is True else []


def _grafana(value: Json, _: tuple[str, ...]) -> Iterable[str]:
    role = value.get("role")
    return ROLES[: ROLES.index(role) + 1] if role in ROLES else _texts([role])


def _kubernetes(value: Json, _: tuple[str, ...]) -> Iterable[str]:
    impersonate = value.get("impersonate")
    groups = _texts(impersonate.get("groups")) if isinstance(impersonate, dict) else []
    rest = {key: one for key, one in value.items() if key != "impersonate"}
    return [*groups, *([f"settings {json.dumps(rest, sort_keys=True)}"] if rest or not groups else [])]


READERS: dict[str, Callable[[Json, tuple[str, ...]], Iterable[str]]] = {
    f"{DOMAIN}secrets": _secrets,
    f"{DOMAIN}drive": _drive,
    f"{DOMAIN}webui": _webui,
    f"{DOMAIN}tailsql": _tailsql,
    f"{DOMAIN}golink": _golink,
    f"{DOMAIN}proxy-to-grafana": _grafana,
    f"{DOMAIN}kubernetes": _kubernetes,
}
