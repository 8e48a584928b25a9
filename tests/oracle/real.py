"""A policy file as people write it, read plainly: comments, trailing commas, any case of keys, mistakes.

What cannot be read, or names what nobody defined, adds nothing; the rest of its rule counts.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .rules import PROTOCOL_NUMBERS

Json = dict[str, Any]
STRING = r'"(?:[^"\\]|\\.)*"'
COMMENTS = re.compile(rf"({STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
TRAILING = re.compile(rf"({STRING})|,(?=\s*[\]}}])", re.DOTALL)
PORTS = re.compile(r"\*|\d+(-\d+)?")
DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(h|ms|m|us|ns|s)")
SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
SECTIONS = (
    "acls",
    "grants",
    "groups",
    "hosts",
    "ipsets",
    "tagOwners",
    "postures",
    "defaultSrcPosture",
    "ssh",
)
RULE = ("src", "dst", "users", "srcPosture", "action")
FIELDS = (
    *RULE,
    "ports",
    "proto",
    "ip",
    "via",
    "app",
    "checkPeriod",
    "acceptEnv",
    "recorder",
    "enforceRecorder",
)


def plain(text: str) -> Json:
    """The sections that give access; of two members with one name the last counts, at every level."""
    bare = COMMENTS.sub(lambda found: found[1] or " ", text)
    root = _named(json.loads(TRAILING.sub(lambda found: found[1] or " ", bare)), SECTIONS)
    policy: Json = {key: _object(root.get(key)) for key in ("groups", "hosts", "ipsets", "tagOwners")}
    for key in ("groups", "ipsets"):
        policy[key] = {name: _strings(listed) for name, listed in policy[key].items()}
    policy["hosts"] = {name: one.strip() for name, one in policy["hosts"].items() if isinstance(one, str)}
    policy["postures"] = {name: _assertions(body) for name, body in _object(root.get("postures")).items()}
    policy["defaultSrcPosture"] = _strings(root.get("defaultSrcPosture"))
    for key, read in (("acls", _acl), ("grants", _grant), ("ssh", _ssh)):
        if root.get(key) is not None:
            entries = [_named(one, FIELDS) for one in _list(root[key]) if isinstance(one, dict)]
            policy[key] = [read(entry, policy) for entry in entries]
    return policy


def renamed(policy: Json, was: str, now: str) -> Json:
    """The policy with one name of a group, tag, host, IP set or posture spelled in another way."""
    name = re.compile(rf"(?<![\w:.@/-])(host:)?{re.escape(was)}(?![\w@./-])")
    spelled = {key: policy[key] for key in SECTIONS if key in policy}
    return dict(json.loads(name.sub(lambda found: (found[1] or "") + now, json.dumps(spelled))))


def _named(value: object, names: tuple[str, ...]) -> Json:
    """The members with a name of the schema, which holds in any case of its letters."""
    canonical = {name.lower(): name for name in names}
    return {canonical[key.lower()]: one for key, one in _object(value).items() if key.lower() in canonical}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(value: object) -> list[str]:
    return [one.strip() for one in _list(value) if isinstance(one, str)]


def _assertions(body: object) -> list[str]:
    return _strings(body.get("assertions") if isinstance(body, dict) else body)


def _acl(entry: Json, policy: Json) -> Json:
    """An ACL rule in the spelling of today; the one of old counts where it stands alone."""
    proto = entry.get("proto") or ""
    known = isinstance(proto, str) and _is_protocol(proto)
    dst = _strings(entry.get("dst", entry.get("ports")))
    return {
        "action": str(entry.get("action")).strip() if known else "unknown protocol",
        "src": _declared(_strings(entry.get("src", entry.get("users"))), policy),
        "dst": [one for one in dst if _is_destination(one) and _declared([one.rpartition(":")[0]], policy)],
        "proto": proto,
        "srcPosture": _strings(entry.get("srcPosture")),
    }


def _grant(entry: Json, policy: Json) -> Json:
    app = {name.strip(): _list(values) for name, values in _object(entry.get("app")).items()}
    return {
        "src": _declared(_strings(entry.get("src")), policy),
        "dst": _declared(_strings(entry.get("dst")), policy),
        "ip": [one.lower() for one in _strings(entry.get("ip")) if _is_traffic(one.lower())],
        "app": app,
        "via": _strings(entry.get("via")),
        "srcPosture": _strings(entry.get("srcPosture")),
    }


def _ssh(entry: Json, policy: Json) -> Json:
    return {
        "action": str(entry.get("action")).strip(),
        "src": _declared(_strings(entry.get("src")), policy),
        "dst": _declared(_strings(entry.get("dst")), policy),
        "users": _strings(entry.get("users")),
        "checkPeriod": f"{_seconds(entry.get('checkPeriod'))} s",
        "acceptEnv": sorted(set(_strings(entry.get("acceptEnv")))),
        "recorder": sorted(set(_strings(entry.get("recorder")))),
        "enforceRecorder": entry.get("enforceRecorder") is True,
        "srcPosture": _strings(entry.get("srcPosture")),
    }


def _declared(selectors: list[str], policy: Json) -> list[str]:
    """Without the tags that nobody declared: they mean nothing."""
    return [one for one in selectors if not one.startswith("tag:") or one in policy["tagOwners"]]


def _is_destination(text: str) -> bool:
    host, colon, ports = text.rpartition(":")
    return bool(host and colon) and all(map(_is_port, ports.split(",")))


def _is_port(text: str) -> bool:
    if text == "*" or not PORTS.fullmatch(text):
        return text == "*"
    first, _, last = text.partition("-")
    return 1 <= int(first) <= int(last or first) <= 65535


def _is_protocol(name: str) -> bool:
    return not name or name.lower() in PROTOCOL_NUMBERS or (name.isdigit() and int(name) < 256)


def _is_traffic(text: str) -> bool:
    name, colon, ports = text.rpartition(":")
    return _is_port(ports) and (not colon or name == "*" or (bool(name) and _is_protocol(name)))


def _seconds(period: object) -> float:
    """A check period as a number; twelve hours where there is none that can be read."""
    if period in ("always", "0"):
        return 0
    parts = DURATION.findall(period) if isinstance(period, str) else []
    if not parts or "".join(number + unit for number, unit in parts) != period:
        return 12 * SECONDS["h"]
    return sum(float(number) * SECONDS[unit] for number, unit in parts)
