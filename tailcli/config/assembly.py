"""From parsed settings, whose shapes have been checked, to a typed configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tailcli.config.checking import check
from tailcli.config.configuration import Configuration, DiffSettings, FileSettings
from tailcli.config.errors import ConfigError
from tailcli.config.guardrail_tables import guardrail
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.config.keys import ROOT, option_fields
from tailcli.config.rule_words import codes_of
from tailcli.config.settings import DEFAULTS, FileKind, Options, Settings
from tailcli.config.tailnet import TABLES, TailnetTableError, inventory_from_table
from tailcli.findings.model import Persona, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tailcli.access.inventory import Inventory
    from tailcli.config.errors import Path

    Texts = tuple[str, ...]
    Parsed = Mapping[str, object]


def assemble(parsed: Parsed, line_of: Callable[[Path], int | None] = lambda _path: None) -> Configuration:
    """Return what parsed settings say; ``line_of`` tells the line of a path, for guardrails.

    Raises:
        ConfigError: for the first key or value that cannot be used.
    """
    check(ROOT, dict(parsed))
    inventory = _inventory(parsed)
    return Configuration(
        settings=_settings(parsed, inventory)._replace(
            guardrails=_guardrails(_table(parsed, "guard"), line_of)
        ),
        fail_on=_text(parsed, "fail-on"),
        files=tuple(_file(glob, table) for glob, table in _tables(parsed, "files").items()),
        inventory=inventory,
        diff=_diff(_table(parsed, "diff")),
        baseline=_text(parsed, "baseline"),
    )


def _diff(table: Parsed) -> DiffSettings:
    return DiffSettings(_texts(table, "gates") if "gates" in table else None, _text(table, "fail-on"))


def _settings(parsed: Parsed, inventory: Inventory | None) -> Settings:
    persona = _text(parsed, "persona")
    return Settings(
        select=_texts(parsed, "select"),
        extend_select=_texts(parsed, "extend-select"),
        ignore=_texts(parsed, "ignore"),
        severities=_severities(_table(parsed, "severity")),
        persona=DEFAULTS.persona if persona is None else Persona(persona),
        options=_options(_table(parsed, "options"), None if inventory is None else inventory.domains),
    )


def _severities(table: Parsed) -> dict[str, Severity]:
    """Return severities by code; the longer word wins, so that a rule can differ from its family."""
    found: dict[str, Severity] = {}
    for word, severity in sorted(table.items(), key=lambda item: -len(codes_of(item[0]))):
        found.update(dict.fromkeys(codes_of(word), Severity(severity)))
    return found


def _options(table: Parsed, domains: Texts | None) -> Options:
    options = Options(domains=domains)._asdict()
    for field in option_fields():
        key = field.replace("_", "-")
        if key in table:
            options[field] = _frozen(table[key])
    return Options._make(options.values())


def _frozen(value: object) -> object:
    """Return a value with tuples for lists."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return {key: _frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


def _inventory(parsed: Parsed) -> Inventory | None:
    if not any(name in parsed for name in TABLES):
        return None
    try:
        return inventory_from_table(parsed)
    except TailnetTableError as error:
        raise ConfigError(error.path, error.reason, error.suggestion) from None


def _file(glob: str, table: Parsed) -> FileSettings:
    kind = _text(table, "kind")
    return FileSettings(glob, None if kind is None else FileKind(kind), _texts(table, "ignore"))


def _guardrails(table: Parsed, line_of: Callable[[Path], int | None]) -> Guardrails:
    def those(key: str) -> tuple[Guardrail, ...]:
        rows = cast("list[Parsed]", table.get(key, []))
        places: list[Path] = [("guard", key, index) for index in range(len(rows))]
        return tuple(
            guardrail(row, place, f"{key}[{place[-1]}]", line_of(place))
            for place, row in zip(places, rows, strict=True)
        )

    return Guardrails(those("must-not-reach"), those("must-reach"))


# The shapes have been checked, so a cast tells the type checker what is known.


def _text(table: Parsed, key: str) -> str | None:
    return cast("str | None", table.get(key))


def _texts(table: Parsed, key: str) -> Texts:
    return tuple(cast("list[str]", table.get(key, [])))


def _table(table: Parsed, key: str) -> Parsed:
    return cast("Parsed", table.get(key, {}))


def _tables(table: Parsed, key: str) -> Mapping[str, Parsed]:
    return cast("Mapping[str, Parsed]", table.get(key, {}))
