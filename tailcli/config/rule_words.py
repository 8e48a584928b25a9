"""Words that name rules: a code (``TP101``), the beginning of one (``TP1``), a name, a family's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.registry import GATES, RULES
from tailcli.findings.rule import FAMILIES

if TYPE_CHECKING:
    from tailcli.findings.rule import Rule

ALL_GATES = "all"
_FAMILY_WORDS = {family.folder: f"TP{family.digit}" for family in FAMILIES}


def names_rule(word: str, rule: Rule) -> bool:
    """Tell whether a word names a rule, by itself or with others of its family; case does not count."""
    lower = word.lower()
    return lower == rule.name or rule.code.startswith(_FAMILY_WORDS.get(lower) or word.upper())


def codes_of(word: str) -> tuple[str, ...]:
    """Return the codes of all rules that a word names."""
    return tuple(rule.code for rule in RULES if names_rule(word, rule))


def is_rule_word(word: str) -> bool:
    """Tell whether a word names at least one rule, or a family."""
    is_family = word.lower() in _FAMILY_WORDS or word.upper() in _FAMILY_WORDS.values()
    return bool(word) and (is_family or any(names_rule(word, rule) for rule in RULES))


def nearest_rule(word: str) -> str | None:
    """Return the code, name or family that a misspelt word probably stands for."""
    from difflib import get_close_matches

    known = [*(rule.name for rule in RULES), *(rule.code.lower() for rule in RULES), *_FAMILY_WORDS]
    near = next(iter(get_close_matches(word.lower(), known, 1)), None)
    return near.upper() if near is not None and near.upper().startswith("TP") and near[2:].isdigit() else near


def names_gate(word: str, rule: Rule) -> bool:
    """Tell whether a word names a rule among those about a change: ``all`` names every one."""
    return word.lower() == ALL_GATES or names_rule(word, rule)


def is_gate_word(word: str) -> bool:
    """Tell whether a word names at least one rule about a change."""
    return bool(word) and any(names_gate(word, rule) for rule in GATES)


def nearest_gate(word: str) -> str | None:
    """Return the rule about a change that a misspelt word probably stands for."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower(), [ALL_GATES, *(rule.name for rule in GATES)], 1)), None)
