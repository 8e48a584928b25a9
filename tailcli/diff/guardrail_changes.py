"""What a change does to the guardrails of the settings, and whether they guard less than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permission_overlap import is_anything, speaks_of_all
from tailcli.access.permissions import covers
from tailcli.access.ssh import NONROOT
from tailcli.access.vocabulary import ROOT
from tailcli.access.wording import permission_words
from tailcli.guard.breach import Demand
from tailcli.guard.ssh import ANY_LOGIN
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.permissions import Permission
    from tailcli.config.guardrails import Guardrail
    from tailcli.config.settings import Settings


class GuardrailChange(NamedTuple):
    """A guardrail that is new, gone or another one: the fields of a change of the settings."""

    key: str
    before: str
    after: str
    is_looser: bool
    line: int | None


def changed_guardrails(old: Settings, new: Settings) -> Iterator[GuardrailChange]:
    """Yield the guardrails that no new one makes up for, then those that are new."""
    sides = (old.guardrails, new.guardrails)
    yield from _changed(Demand.NEVER, *(side.must_not_reach for side in sides))
    yield from _changed(Demand.ALWAYS, *(side.must_reach for side in sides))


def _changed(
    demand: Demand, before: tuple[Guardrail, ...], after: tuple[Guardrail, ...]
) -> Iterator[GuardrailChange]:
    key = f"guard.{demand.value}"
    said = {_content(one) for one in (*before, *after)} - {_content(one) for one in before}
    for one in before:
        if not any(guards_all(other, one, demand) for other in after):
            now = next((other for other in after if other.name == one.name), None)
            words, line = ("", one.line) if now is None else (guardrail_text(now), now.line)
            said -= set() if now is None else {_content(now)}
            yield GuardrailChange(key, guardrail_text(one), words, is_looser=True, line=line)
    for one in after:
        if _content(one) in said:
            yield GuardrailChange(key, "", guardrail_text(one), is_looser=False, line=one.line)


def _content(guardrail: Guardrail) -> Guardrail:
    return guardrail._replace(line=None, name="", reason=None, is_named=True)


def guards_all(new: Guardrail, old: Guardrail, demand: Demand) -> bool:
    """Tell whether a guardrail surely guards all that another does; names are taken word for word."""
    return (
        set(old.sources) <= set(new.sources)
        and set(old.destinations) <= set(new.destinations)
        and (set(old.ports) <= set(new.ports) or "*" in new.ports)
        and set(new.exceptions) <= set(old.exceptions)
        and all(_names_login(new.logins, login) for login in old.logins)
        and all(any(_asks(demand, one, other) for one in new.permissions) for other in old.permissions)
    )


def _names_login(logins: tuple[str, ...], login: str) -> bool:
    if login in logins or ANY_LOGIN in logins:
        return True
    return NONROOT in logins and login not in {ROOT, ANY_LOGIN}


def _asks(demand: Demand, new: Permission, old: Permission) -> bool:
    if demand is Demand.NEVER:
        return speaks_of_all(new, old)
    return covers(new, old) or (is_anything(old) and new.capability == old.capability)


def guardrail_text(guardrail: Guardrail) -> str:
    """Return a guardrail in one line: its name if it has one, who, what, and of what it speaks."""
    but = f" except {', '.join(guardrail.exceptions)}" if guardrail.exceptions else ""
    ends = f"{', '.join(guardrail.sources)}{but} -> {', '.join(guardrail.destinations)}"
    rights = (
        *guardrail.ports,
        *(f"ssh:{login}" for login in guardrail.logins),
        *map(_permission, guardrail.permissions),
    )
    name = f"{guardrail.name}: " if guardrail.is_named else ""
    return f"{name}{ends} {', '.join(rights)}"


def _permission(permission: Permission) -> str:
    return permission.capability if is_anything(permission) else permission_words(permission)
