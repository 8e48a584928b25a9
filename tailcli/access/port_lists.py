"""Long lists of ports, cut where people read them: with how many there are beyond the first."""

from __future__ import annotations

import re

MOST_TOLD = 24
"""Of more ports than that the first are told."""
MOST_EXPANDED = 500
_FIRST = 12
_LIST = re.compile(rf"\b\d+(?:-\d+)?(?:,\d+(?:-\d+)?){{{MOST_TOLD},}}")


def few_ports(text: str, *, expand: bool = False) -> str:
    """Return a text with its lists of ports cut; with ``expand`` only those of hundreds."""
    return _LIST.sub(lambda found: _cut(found[0].split(","), expand=expand), text)


def _cut(ports: list[str], *, expand: bool) -> str:
    first = _FIRST if not expand else MOST_EXPANDED if len(ports) > MOST_EXPANDED + 1 else len(ports)
    more = len(ports) - first
    return f"{','.join(ports[:first])}{f' and {more} more' if more else ''}"
