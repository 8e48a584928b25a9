"""Where the documentation is on the web. ``pyproject.toml`` names the same place."""

from __future__ import annotations

DOCUMENTATION = "https://tailcli.dev"


def rule_url(code: str) -> str:
    """Return the address of a rule's manual page."""
    return f"{DOCUMENTATION}/rules/{code}"
