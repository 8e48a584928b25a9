"""Words that name rules on the command line."""

from __future__ import annotations

import typer

from tailcli.config.rule_words import is_gate_word, is_rule_word, nearest_gate, nearest_rule


def rule_words(given: list[str] | None) -> tuple[str, ...]:
    """Return the rules that an option names, given several times or with commas.

    Raises:
        typer.BadParameter: if a word is no rule's name, code or beginning of a code, and no family.
    """
    words = tuple(word.strip() for part in given or () for word in part.split(",") if word.strip())
    for word in words:
        if not is_rule_word(word):
            raise unknown_rule(word)
    return words


def unknown_rule(word: str) -> typer.BadParameter:
    """Return the error that says that there is no such rule, with the nearest name."""
    near = nearest_rule(word)
    return typer.BadParameter(f"no rule is called {word!r}" + (f"; did you mean {near}?" if near else ""))


def gate_words(given: list[str] | None) -> tuple[str, ...]:
    """Return the gates that an option names, given several times or with commas.

    Raises:
        typer.BadParameter: if a word names no rule about a change.
    """
    words = tuple(word.strip() for part in given or () for word in part.split(",") if word.strip())
    for word in words:
        if not is_gate_word(word):
            near = nearest_gate(word)
            hint = f"; did you mean {near}?" if near else ""
            raise typer.BadParameter(f"no rule about a change is called {word!r}{hint}", param_hint="--gate")
    return words
