"""What the words of a row of the application lane permit, turned back into parameters of capabilities."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.oracle.meaning import ACTIONS, ANYTHING, DOMAIN, TSIDP, points

from .shown_rows import with_objects, without_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Json = dict[str, Any]
Point = tuple[str, str]
"""A capability, and one thing that it permits."""
Permits = tuple[str, list[Json]]
"""A capability, and the parameter objects that words mean; none means the bare name."""

DRIVE = re.compile(r"(read|read and write) (?:every share|share (.+))")
TAILSQL = re.compile(r"query (?:every source|source (.+))")
SETTINGS = "settings "
NOT_RECORDED = "not recorded"
REFUSED = ", refused if none is reachable"


class Permitted(NamedTuple):
    """What words permit.

    Attributes:
        granted: all of it.
        meant: of that what makes the words true: who still has a part of what a star or a stronger right
            stands for may all the same "no longer" have it.
        beside: the bare names that go without saying beside parameters of the same name.
    """

    granted: set[Point]
    meant: set[Point]
    beside: set[Point]


def permitted(what: str, asked: tuple[str, ...]) -> Permitted:
    """What words permit, held against the names to ask about."""
    bare, objects = without_objects(what)
    found = Permitted(set(), set(), set())
    for section in bare.split("; "):
        for name, values in _permits(section, objects):
            each = _points(name, values, asked)
            found.granted.update((name, point) for point in each)
            found.meant.update((name, point) for point in _meant(name, values, each))
            if values and (name not in NAMED.values() or name == NAMED["tsidp"]):
                found.beside.add((name, ""))
    return found


def _meant(name: str, values: list[Json], points: set[str]) -> set[str]:
    """The points of the words themselves, without those that come with them."""
    (value,) = values or [{}]
    for key in ("secret", "shares", "canEdit", "dataSrc"):
        if name in NAMED.values() and key in value:
            (text,) = value[key]
            end = text.replace("*", ANYTHING)
            named = {one for one in points if end in (one, one.partition(" ")[2])}
            return {one for one in named if not one.startswith("ro ") or value.get("access") != "rw"}
    return {value["role"]} if name == NAMED["grafana"] else points


def _points(name: str, values: list[Json], asked: tuple[str, ...]) -> set[str]:
    """The points as the plain evaluator reads parameters; features of the web interface in lower case."""
    lowered = (*asked, *(one.lower() for one in asked)) if name.endswith("/webui") else asked
    found = points(name, values, lowered)
    return found - {""} if values else found


def _permits(section: str, objects: list[str]) -> Iterator[Permits]:
    application, colon, rest = section.partition(": ")
    if not colon or application not in READ:
        yield from _unknown(section.split(", "), objects)
    elif application == "secrets":
        yield from ((NAMED[application], [value]) for value in _secrets(rest))
    else:
        for phrase in _phrases(rest):
            yield NAMED[application], READ[application](with_objects(phrase, objects))


def _unknown(parts: list[str], objects: list[str]) -> Iterator[Permits]:
    """Capabilities by name; what follows a name are parameters, and more of them may follow."""
    name = ""
    for part in parts:
        first, _, rest = part.partition(" ")
        name, value = (name, first) if first.startswith("\0") else (first, rest)
        yield name, [json.loads(with_objects(value, objects))] if value else []


def _phrases(text: str) -> list[str]:
    """The phrases of a list; ``a, b c, d`` stands for each of a and b with each of c and d."""
    parts = text.split(", ")
    joints = [place for place, part in enumerate(parts) if " " in part]
    if len(joints) != 1 or len(parts) == 1:
        return parts
    left, right = parts[joints[0]].split(" ", 1)
    lefts, rights = [*parts[: joints[0]], left], [right, *parts[joints[0] + 1 :]]
    return [f"{one} {other}" for one in lefts for other in rights]


def _secrets(text: str) -> Iterator[Json]:
    """Read ``get, info on a, b``: several actions on several names, one after another."""
    waiting: list[str] = []
    actions: list[str] = []
    for part in text.split(", "):
        if part in ACTIONS:
            waiting.append(part)
            continue
        action, on, secret = part.partition(" on ")
        if on:
            actions, waiting = [*waiting, action], []
        yield {"action": actions, "secret": [secret if on else part]}


def _kubernetes(phrase: str) -> list[Json]:
    verb, _, rest = phrase.partition(" ")
    assert verb in ("impersonate", "settings"), phrase
    return [{"impersonate": {"groups": [rest]}} if verb == "impersonate" else json.loads(rest)]


def _drive(phrase: str) -> list[Json]:
    found = DRIVE.fullmatch(phrase)
    assert found is not None, phrase
    return [{"shares": [found[2] or "*"], "access": "rw" if "write" in found[1] else "ro"}]


def _golink(phrase: str) -> list[Json]:
    assert phrase == "edit every link", phrase
    return [{"admin": True}]


def _relay(phrase: str) -> list[Json]:
    assert phrase == "use it as a peer relay", phrase
    return [{}]


def _webui(phrase: str) -> list[Json]:
    assert phrase.startswith("edit "), phrase
    feature = phrase.removeprefix("edit ")
    return [{"canEdit": ["*" if feature == "everything" else feature]}]


def _grafana(phrase: str) -> list[Json]:
    assert phrase.startswith("role "), phrase
    return [{"role": phrase.removeprefix("role ")}]


def _tailsql(phrase: str) -> list[Json]:
    found = TAILSQL.fullmatch(phrase)
    assert found is not None, phrase
    return [{"dataSrc": [found[1] or "*"]}]


def _tsidp(phrase: str) -> list[Json]:
    flags = {"administer it": TSIDP[0], "register clients": TSIDP[1]}
    if phrase in flags:
        return [{flags[phrase]: True}]
    assert phrase.startswith("use it"), phrase
    value = phrase.removeprefix("use it").strip()
    return [json.loads(value)] if value else []


READ: dict[str, Callable[[str], list[Json]]] = {
    "secrets": lambda _: [],
    "kubernetes": _kubernetes,
    "drive": _drive,
    "golink": _golink,
    "relay": _relay,
    "web interface": _webui,
    "grafana": _grafana,
    "tailsql": _tailsql,
    "tsidp": _tsidp,
}
NAMED = {
    **{name: f"{DOMAIN}{name}" for name in READ},
    "web interface": f"{DOMAIN}webui",
    "grafana": f"{DOMAIN}proxy-to-grafana",
}


class Settings(NamedTuple):
    """What all parameter objects of Kubernetes between two ends set together."""

    recorders: frozenset[str]
    is_enforced: bool
    has_events: bool
    others: frozenset[str]


def settings_said(text: str) -> tuple[Settings, str]:
    """The settings that the terms of a row mean, and the conditions behind them."""
    bare, objects = without_objects(f" {text}")
    first, *rest = bare.strip().split("; ")
    recorded = first.removesuffix(REFUSED)
    assert recorded == NOT_RECORDED or recorded.startswith("recorded by "), text
    names = () if recorded == NOT_RECORDED else recorded.removeprefix("recorded by ").split(", ")
    others = frozenset(with_objects(part, objects) for part in rest if part.startswith("\0"))
    conditions = [part for part in rest if part.startswith("only ")]
    assert {*rest} == {*conditions, *(part for part in rest if part.startswith("\0"))} | (
        {"events recorded"} & {*rest}
    ), text
    found = Settings(frozenset(names), first.endswith(REFUSED), "events recorded" in rest, others)
    return found, "; ".join(conditions)


def settings_of(granted: Iterable[str]) -> Settings:
    """The settings among the points of Kubernetes."""
    objects = [json.loads(one.removeprefix(SETTINGS)) for one in granted if one.startswith(f"{SETTINGS}{{")]
    known = ("recorder", "enforceRecorder", "enableEvents")
    others = [{key: one for key, one in value.items() if key not in known} for value in objects]
    return Settings(
        frozenset(name for value in objects for name in value.get("recorder", ())),
        any(value.get("enforceRecorder") is True for value in objects),
        any(value.get("enableEvents") is True for value in objects),
        frozenset(json.dumps(value, sort_keys=True) for value in others if value),
    )
