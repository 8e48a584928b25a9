"""From a checked table ``[[guard.must-reach]]`` or ``[[guard.must-not-reach]]`` to a guardrail."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tailcli.config.errors import ConfigError
from tailcli.config.guardrails import Guardrail
from tailcli.policy.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tailcli.access.permissions import Permission
    from tailcli.config.errors import Path

    Objects = list[dict[str, object]]

_EVERYTHING = ("*",)


def guardrail(row: Mapping[str, object], path: Path, name: str, line: int | None) -> Guardrail:
    """Return the guardrail of a table; one that names neither ports, SSH nor applications is about all ports.

    Raises:
        ConfigError: for an ``app`` that says nothing, or something that its capability does not know.
    """
    ports, logins = _texts(row, "ports"), _texts(row, "ssh")
    permissions = tuple(_permissions(cast("Mapping[str, Objects]", row.get("app", {})), (*path, "app")))
    given_name = cast("str | None", row.get("name"))
    return Guardrail(
        given_name or name,
        _texts(row, "from"),
        _texts(row, "to"),
        ports if ports or logins or permissions else _EVERYTHING,
        cast("str | None", row.get("reason")),
        line,
        _texts(row, "except"),
        logins,
        permissions,
        is_named=bool(given_name),
    )


def _texts(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", row.get(key, [])))


def _permissions(app: Mapping[str, Objects], path: Path) -> Iterator[Permission]:
    """Yield what the parameters of each capability permit; without any the capability itself is meant."""
    from tailcli.access.permissions import Permission

    for name, objects in app.items():
        capability = name.strip()
        said = [one for one in objects if one]
        if not said:
            yield Permission(capability)
        for index, parameters in enumerate(said):
            yield from _said(capability, parameters, (*path, name, index))


def _said(capability: str, parameters: dict[str, object], path: Path) -> Iterator[Permission]:
    from tailcli.access.permission_overlap import KNOWN
    from tailcli.access.permissions import DRIVE, DRIVE_ACCESS, SECRET_ACTIONS, SECRETS, read_permissions

    if capability == SECRETS:
        _demand_words(parameters.get("action"), SECRET_ACTIONS, (*path, "action"))
    if capability == DRIVE and "access" in parameters:
        _demand_words([parameters["access"]], DRIVE_ACCESS, (*path, "access"))
    read = read_permissions(capability, [parameters])
    found = [permission for permission in read if permission.action or permission.object]
    if not found:
        meaning = "as far as this program knows that capability" if capability in KNOWN else "in it"
        raise ConfigError(path, f"permits nothing, {meaning}")
    yield from found


def _demand_words(value: object, known: tuple[str, ...], path: Path) -> None:
    for word in value if isinstance(value, list) else []:
        if word not in known:
            near = closest(word, known) if isinstance(word, str) else None
            raise ConfigError(path, f"expected {', '.join(known)}, found {word!r}", near)
