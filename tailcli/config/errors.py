"""The one error of settings: which key, what is wrong with it, what was probably meant."""

from __future__ import annotations

from typing import TypeAlias

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and indexes from the top of the settings inwards."""


class ConfigError(ValueError):
    """A setting that cannot be used.

    ``path`` names it (empty for the file as a whole), ``line`` is its line counted from 1, or None where it
    comes from no file. The message may hold what the file holds: escape it before printing.
    """

    def __init__(
        self, path: Path, reason: str, suggestion: str | None = None, *, line: int | None = None
    ) -> None:
        self.path = path
        self.reason = reason
        self.suggestion = suggestion
        self.line = line
        hint = f"; did you mean {suggestion!r}?" if suggestion else ""
        name = dotted(path)
        super().__init__(f"{name}: {reason}{hint}" if name else f"{reason}{hint}")


def dotted(path: Path) -> str:
    """Return a path for people: ``guard.must-reach[0].to``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
