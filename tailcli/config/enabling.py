"""Which rules the settings ask for: what selects and ignores them, and the persona."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.config.rule_words import names_rule
from tailcli.findings.model import Persona

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.config.settings import Settings
    from tailcli.findings.rule import Rule

_WIDTH = {Persona.DEFAULT: 0, Persona.PEDANTIC: 1, Persona.AUDITOR: 2}


def enabled(rules: Iterable[Rule], settings: Settings) -> tuple[Rule, ...]:
    """Return the rules that the settings ask for, in the order given."""
    return tuple(rule for rule in rules if _selected(rule, settings) and not _named(rule, settings.ignore))


def _selected(rule: Rule, settings: Settings) -> bool:
    if _named(rule, settings.extend_select):
        return True
    if not settings.select:
        return _WIDTH[rule.persona] <= _WIDTH[settings.persona]
    return _named(rule, settings.select)


def _named(rule: Rule, words: tuple[str, ...]) -> bool:
    return any(names_rule(word, rule) for word in words)
