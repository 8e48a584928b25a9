"""Rights in a sentence, the same wherever one is told.

What is alike is told together; of long lists of permissions some, and how many more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.vocabulary import ROOT
from tailcli.access.wording import OTHER_ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_CHARACTERS = 240
"""What is told whole."""

_FEW_OBJECTS, _FEW_NAMES = 2, 6
_OBJECT_WIDTH = 100
_OBJECT, _ON, _LISTED = " {", " on ", ", "


def enumeration(items: Sequence[str]) -> str:
    """Return items as people list them: ``a``, ``a and b``, ``a, b and c``."""
    *first, last = items or [""]
    return f"{', '.join(first)} and {last}" if first else last


def few(items: Sequence[str]) -> str:
    """Return the first items as people list them, and how many more there are."""
    more = len(items) - _FEW_ITEMS
    return enumeration([*items[:_FEW_ITEMS], *([f"{more} more"] if more > 0 else [])])


_FEW_ITEMS = 4


def rights(words: Sequence[str]) -> str:
    """Return rights in words; what holds for one address family, and one application, is told together."""
    family = next((f for f in _FAMILIES if words and all(word.endswith(f) for word in words)), "")
    if not family:
        return _by_application(words)
    told = _by_application([word.removesuffix(family) for word in words])
    return f"{told[:-1]}; {family[2:]}" if told.endswith(")") else f"{told}{family}"


def traffic(words: Sequence[str]) -> str:
    """Return traffic in words: as :func:`rights`, and numbers without a protocol say that they are ports."""
    ports = [word.partition(" ")[0] for word in words]
    return rights([f"{_ports(n)} {w}" if n[:1].isdigit() else w for n, w in zip(ports, words, strict=True)])


def _ports(numbers: str) -> str:
    return "port" if numbers.isdecimal() else "ports"


def accounts(logins: Sequence[str]) -> str:
    """Return accounts as people list them: those with a name first, then all others.

    Beside all others a name says nothing more; root is named all the same.
    """
    others = [login for login in logins if login.startswith(OTHER_ACCOUNTS)]
    named = [login for login in logins if login not in others and (not others or login == ROOT)]
    if named:
        return enumeration([*named, *others])
    return enumeration([login.replace("any other", "any", 1) for login in others])


_FAMILIES = (" (IPv4 only)", " (IPv6 only)")


def _by_application(words: Sequence[str]) -> str:
    told = _applications(words)
    return "; ".join(f"{name}{_product(_telling(rest))}" for name, rest in told.items())


def _applications(words: Iterable[str]) -> dict[str, list[str]]:
    """Return phrases by the application that they begin with; what says none stands under the empty text."""
    found: dict[str, list[str]] = {}
    for word in words:
        application, colon, rest = word.partition(": ")
        is_named = colon and _OBJECT not in application
        found.setdefault(f"{application}: " if is_named else "", []).append(rest if is_named else word)
    return found


def _telling(phrases: Sequence[str]) -> list[str]:
    """Leave out the bare name of a capability beside the same one with parameters."""
    named = {phrase.partition(_OBJECT)[0] for phrase in phrases if _OBJECT in phrase}
    return [phrase for phrase in phrases if phrase not in named]


def _product(phrases: Sequence[str]) -> str:
    """Tell ``get a``, ``get b``, ``put a``, ``put b`` as ``get, put on a, b``."""
    pairs = [tuple(phrase.split(" ")) for phrase in phrases]
    if len(pairs) < 2 or any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004 - a pair
        return ", ".join(phrases)
    left = list(dict.fromkeys(pair[0] for pair in pairs))
    right = list(dict.fromkeys(pair[1] for pair in pairs))
    if len(pairs) != len(left) * len(right) or (len(left) > 1 and any(_OBJECT in one for one in phrases)):
        return ", ".join(phrases)  # also since "a, b {}" is what a bare name beside another's parameters is
    return f"{', '.join(left)} {', '.join(right)}"


def uses(words: Sequence[str], *, expand: bool) -> str:
    """Return permissions in words; long lists of them are cut, with the number of what is left out."""
    told = rights(words)
    if expand or len(told) <= MOST_CHARACTERS:
        return told
    objects: dict[str, list[str]] = {}
    for head, brace, rest in (word.partition(_OBJECT) for word in words):
        if brace:
            objects.setdefault(head, []).append(f"{{{rest}")
    names = _applications(word for word in words if _OBJECT not in word)
    bare = [name for name in names.pop("", []) if name not in objects]
    return "; ".join(
        [
            *bare,
            *(f"{name}{_some_of(phrases)}" for name, phrases in names.items()),
            *(f"{name} {_some_objects(texts)}" for name, texts in objects.items()),
        ]
    )


def attributes(words: Sequence[str], *, expand: bool) -> list[str]:
    """Return what nodes are given, a phrase each; long parameter objects are cut."""
    if expand or sum(map(len, words)) <= MOST_CHARACTERS:
        return list(words)
    objects: dict[str, list[str]] = {}
    for head, brace, rest in (word.partition(_OBJECT) for word in words):
        if brace:
            objects.setdefault(head, []).append(f"{{{rest}")
    others = [word for word in words if _OBJECT not in word]
    return [*others, *(f"{name} {_some_objects(texts)}" for name, texts in objects.items())]


def _some_of(phrases: Sequence[str]) -> str:
    """Tell ``get on a, b, c`` and ``impersonate a``, ``impersonate b`` with the first few names of each."""
    lists = [phrase for phrase in phrases if _ON in phrase]
    if lists:
        return "; ".join(map(_cut_names, lists))
    left_out = len(phrases) - _FEW_NAMES
    said = _product(phrases[:_FEW_NAMES])
    return f"{said} and {left_out} more" if left_out > 0 else said


def _cut_names(phrase: str) -> str:
    act, on, listed = phrase.partition(_ON)
    names = listed.split(_LISTED)
    left_out = len(names) - _FEW_NAMES
    if left_out <= 1:
        return phrase
    return f"{act}{on}{_LISTED.join(names[:_FEW_NAMES])} and {left_out} more"


def _some_objects(texts: Sequence[str]) -> str:
    shown = _LISTED.join(map(_cut, texts[:_FEW_OBJECTS]))
    left_out = len(texts) - _FEW_OBJECTS
    return (
        f"{shown} and {left_out} more parameter object{'s' if left_out > 1 else ''}"
        if left_out > 0
        else shown
    )


def _cut(text: str) -> str:
    if len(text) <= _OBJECT_WIDTH:
        return text
    return f"{text[:_OBJECT_WIDTH]}... ({len(text) - _OBJECT_WIDTH} more characters)"


def approvals(things: Sequence[str]) -> str:
    """Return what is approved in words: ``route a``, ``route b`` as ``routes a and b``."""
    found: dict[str, list[str]] = {}
    for thing in (thing.removeprefix("approved ") for thing in things):
        kind, _, name = thing.partition(" ")
        found.setdefault(kind, []).append(thing if kind == _EVERY else name.removesuffix(_INSIDE))
    return "; ".join(_of_kind(kind, names) for kind, names in found.items())


def every_route(version: int) -> str:
    """Return what a whole address family approves among routes: no exit node, which is approved apart."""
    return f"{_EVERY} IPv{version} subnet route (not the exit route)"


_INSIDE = " and any inside it"


def _of_kind(kind: str, names: Sequence[str]) -> str:
    if kind == _EVERY:
        return enumeration(names)
    several = kind != _ROLE and len(names) > 1
    inside = f", and any inside {'them' if several else 'it'}" if kind == _ROUTE else ""
    return f"{kind}{'s' if several else ''} {enumeration(names)}{inside}"


_ROUTE, _ROLE, _EVERY = "route", "as", "every"
