"""Words that name rules on the command line."""

from __future__ import annotations

import typer

from tailcli.findings.registry import RULES


def rule_words(given: list[str] | None) -> tuple[str, ...]:
    """Return the rules that an option names, given several times or with commas.

    Raises:
        typer.BadParameter: if a word is no rule's name, code or beginning of a code.
    """
    words = tuple(word.strip() for part in given or () for word in part.split(",") if word.strip())
    for word in words:
        if not any(word.lower() == rule.name or rule.code.startswith(word.upper()) for rule in RULES):
            raise unknown_rule(word)
    return words


def unknown_rule(word: str) -> typer.BadParameter:
    """Return the error that says that there is no such rule, with the nearest name."""
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), [rule.name for rule in RULES], 1)
    return typer.BadParameter(f"no rule is called {word!r}" + (f"; did you mean {near[0]}?" if near else ""))
