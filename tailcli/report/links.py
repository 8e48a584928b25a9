"""Where the documentation is on the web. ``pyproject.toml`` names the same place."""

from __future__ import annotations

DOCUMENTATION = "https://github.com/tailcli/tailcli/tree/main/docs"


def rule_url(code: str) -> str:
    """Return the address of a rule's manual page."""
    return f"{DOCUMENTATION}/rules/{code}.md"
