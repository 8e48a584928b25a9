"""Rows for everything else that a file says: settings, unknown sections, and what cannot be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.diff.model import Cause, Change, Effect, Lane, Row
from tailcli.hujson.find import locate
from tailcli.hujson.plain import to_python
from tailcli.policy.fold import fold
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.diff.model import Place
    from tailcli.diff.sides import Sides, Version
    from tailcli.policy.fold import Plain

_TOLD_ELSEWHERE = frozenset(
    {
        "acls",
        "autoApprovers",
        "grants",
        "groups",
        "hosts",
        "ipsets",
        "nodeAttrs",
        "postures",
        "ssh",
        "sshTests",
        "tagOwners",
        "tests",
    }
)
_DEFAULT_POSTURE = "defaultSrcPosture"


def setting_rows(sides: Sides) -> list[Row]:
    """Return every setting that differs, value by value, and the unreadable parts that one side alone has."""
    old, new = _settings(sides.old), _settings(sides.new)
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return [
        *(row for name in names for row in _changes(name, old, new, sides)),
        *_unread(sides),
    ]


def _settings(version: Version) -> dict[str, Plain]:
    """Return the sections that no other lane tells, as plain data with canonical keys."""
    if version.policy.root is None:
        return {}
    whole = _without_rules(version)
    return {name: _normalised(name, value) for name, value in whole.items() if name not in _TOLD_ELSEWHERE}


def _without_rules(version: Version) -> dict[str, Plain]:
    """Fold only what is looked at: the rest of the file may be long."""
    root = version.policy.root
    if root is None:
        return {}
    told = {section.key for section in version.policy.sections if section.name in _TOLD_ELSEWHERE}
    rest = tuple(member for member in root.members if member.key not in told)
    plain = fold(root._replace(members=rest))
    return plain if isinstance(plain, dict) else {}


def _normalised(name: str, value: Plain) -> Plain:
    """The order of the default postures, and saying one twice, means nothing."""
    if name == _DEFAULT_POSTURE and isinstance(value, list):
        return [*sorted({text.strip() for text in value if isinstance(text, str)})]
    return value


def _changes(name: str, old: Mapping[str, Plain], new: Mapping[str, Plain], sides: Sides) -> Iterator[Row]:
    if name in old and name in new:
        for path, before, after in _inside(old[name], new[name]):
            yield _row(f"{name}{path}", before, after, name, sides)
    else:
        yield _row(name, _text(old, name), _text(new, name), name, sides)


def _text(settings: Mapping[str, Plain], name: str) -> str:
    return _json(settings[name]) if name in settings else ""


def _inside(old: Plain, new: Plain) -> Iterator[tuple[str, str, str]]:
    """Return what differs in a value: the path in it, before and after; an absent one is the empty text."""
    from deepdiff import DeepDiff

    found = DeepDiff(old, new, view="tree", verbose_level=2, threshold_to_diff_deeper=0)
    for changes in found.values():
        for change in changes:
            before, after = (_json(side) if _is_there(side) else "" for side in (change.t1, change.t2))
            yield change.path().removeprefix("root"), before, after


def _is_there(value: object) -> bool:
    return type(value).__name__ != "NotPresent"


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _row(what: str, before: str, after: str, section: str, sides: Sides) -> Row:
    change = Change.CHANGED if before and after else Change.GAINED if after else Change.LOST
    old, new = _places(section, sides.old), _places(section, sides.new)
    return Row(
        lane=Lane.SETTINGS,
        change=change,
        effect=Effect.NONE,
        sources=(),
        destinations=(),
        rights=(what,),
        before=before,
        after=after,
        old=old,
        new=new,
        cause=Cause(f"{what} {_VERBS[change]}", *(places[0] if places else None for places in (old, new))),
    )


_VERBS = {Change.GAINED: "added", Change.LOST: "removed", Change.CHANGED: "changed"}


def _places(section: str, version: Version) -> tuple[Place, ...]:
    known = [found.key for found in version.policy.sections if found.name == section]
    root = version.policy.root
    unknown = [] if root is None or known else [m.key for m in root.members if m.key.value == section]
    return tuple(version.place(key.span, section) for key in (known or unknown)[-1:])


UNUSABLE = "cannot be used: "
"""How the words for a part begin that the decoder left out, of whatever section."""


def _unread(sides: Sides) -> Iterator[Row]:
    """Tell of parts that the decoder could not use: what they would mean is not known."""
    old, new = _faults(sides.old), _faults(sides.new)
    for text in dict.fromkeys((*old, *new)):
        number = len(new.get(text, ())) - len(old.get(text, ()))
        if number:
            change = Change.GAINED if number > 0 else Change.LOST
            yield Row(
                lane=Lane.SETTINGS,
                change=change,
                effect=Effect.NONE,
                sources=(),
                destinations=(),
                rights=(f"{UNUSABLE}{text}",),
                old=tuple(old.get(text, ())),
                new=tuple(new.get(text, ())),
                cause=_unread_cause(old.get(text, []), new.get(text, []), change),
                pairs=abs(number),
            )


def _unread_cause(old: list[Place], new: list[Place], change: Change) -> Cause:
    """The first of them stands for all: they read the same."""
    places = (next(iter(side), None) for side in (old, new))
    return Cause(f"a part that cannot be used was {_VERBS[change]}", *places)


def _faults(version: Version) -> dict[str, list[Place]]:
    """Return where the decoder left something out that it did not understand, by what stands there."""
    found: dict[str, list[Place]] = {}
    root = version.policy.root
    for problem in version.policy.problems:
        if problem.kind in _LEFT_OUT and root is not None:
            at = locate(root, problem.span.start)
            if at is not None and not (len(at.path) == 1 and problem.kind is Kind.UNKNOWN_FIELD):
                message = problem.message.rstrip(".")
                text = f"{message}: {_json(to_python(at.value))}"
                found.setdefault(text, []).append(version.place(problem.span, problem.kind.value))
    return found


_LEFT_OUT = frozenset(
    {Kind.NOT_AN_OBJECT, Kind.UNKNOWN_FIELD, Kind.WRONG_TYPE, Kind.TOO_DEEP, Kind.MIXED_LEGACY_FIELDS}
)
