"""Settings that bind whoever uses Kubernetes: for who keeps the access, they are terms of it.

A recorder that comes or goes is no access gained or lost: the row says that the access stays, and on which
terms it was and is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.access.permissions import KUBERNETES
from tailcli.diff.model import Change, Effect, Risk
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.permissions import Permission
    from tailcli.diff.model import Row

SETTINGS = "kubernetes: settings {"
USE = "kubernetes"
NOT_RECORDED = "not recorded"


class Settings(NamedTuple):
    """What all parameter objects between two ends set together; any of them is enough."""

    recorders: frozenset[str] = frozenset()
    is_enforced: bool = False
    has_events: bool = False
    others: frozenset[str] = frozenset()

    def asks_as_much_as(self, other: Settings) -> bool:
        """Tell whether these settings hold the users to all that the others do."""
        return (
            self.recorders >= other.recorders
            and self.is_enforced >= other.is_enforced
            and self.has_events >= other.has_events
            and self.others == other.others
        )


def settings_of(permissions: Iterable[Permission]) -> Settings:
    """Return what permissions of Kubernetes set; other permissions set nothing."""
    found = Settings()
    for permission in permissions:
        if is_setting(permission):
            found = _with(found, json.loads(permission.object))
    return found


def is_setting(permission: Permission) -> bool:
    """Tell whether a permission is an object of settings, be it an empty one."""
    return permission.capability == KUBERNETES and not permission.action


def _with(found: Settings, value: dict[str, object]) -> Settings:
    recorders = value.pop("recorder", [])
    names = [name for name in recorders if isinstance(name, str)] if isinstance(recorders, list) else []
    is_enforced = value.pop("enforceRecorder", False) is True
    has_events = value.pop("enableEvents", False) is True
    others = {json.dumps(value, sort_keys=True)} if value else set()
    return Settings(
        found.recorders | set(names),
        found.is_enforced or is_enforced,
        found.has_events or has_events,
        found.others | others,
    )


def settings_words(settings: Settings) -> str:
    """Return settings as terms: ``recorded by tag:rec, refused if none is reachable``."""
    enforced = ", refused if none is reachable" if settings.is_enforced else ""
    said = [f"recorded by {', '.join(sorted(settings.recorders))}" if settings.recorders else NOT_RECORDED]
    said[0] += enforced
    said += ["events recorded"] if settings.has_events else []
    return "; ".join([*said, *sorted(settings.others)])


def apart(row: Row, before: Settings, after: Settings) -> Iterator[Row]:
    """Yield a row of application access, and the one on the terms of those who keep the access.

    They keep it on the same condition: where none is told of the other version, it is that of the row.
    """
    kept = tuple(right for right in row.rights if not right.startswith(SETTINGS))
    if kept == row.rights or before == after:
        yield row
        return
    effect = Effect.WIDER if row.change is Change.GAINED else Effect.NARROWER
    if kept:
        yield row._replace(rights=kept, effect=effect)
    here = row.after if row.change is Change.GAINED else row.before
    yield row._replace(
        change=Change.CHANGED,
        one_way=row.change,
        effect=_effect(before, after),
        risk=Risk.USUAL,
        rights=(USE,),
        before="; ".join(filter(None, (settings_words(before), row.before or here))),
        after="; ".join(filter(None, (settings_words(after), row.after or here))),
        pairs=0 if kept else row.pairs,
        witness=None,
        notes=(),
    )


def _effect(before: Settings, after: Settings) -> Effect:
    if any(one.is_enforced and not one.recorders for one in (before, after)):
        return Effect.BOTH  # then nothing at all is let through
    if after.asks_as_much_as(before):
        return Effect.NARROWER
    return Effect.WIDER if before.asks_as_much_as(after) else Effect.BOTH


def settings_together(rows: Iterable[Row]) -> list[Row]:
    """Tell the loss of one setting and the gain of another as one change of the terms."""
    found: dict[object, Row] = {}
    for place, row in enumerate(rows):
        key: object = place
        if row.one_way is not None:
            key = row.sources, row.destinations, row.before, row.after, row.pairs
        first = found.get(key)
        found[key] = row if first is None else first._replace(one_way=None, old=row.old or first.old)
    return list(found.values())
