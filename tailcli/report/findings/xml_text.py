"""Text inside XML: what XML cannot hold is shown as an escape."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tailcli.report.escape import terminal

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def attributes(**values: str | int) -> str:
    """Return attributes as they stand behind the name of an element."""
    return "".join(f" {name}={quoteattr(terminal(str(value)))}" for name, value in values.items())


def content(text: str) -> str:
    """Return the text of an element; it may have several lines."""
    return escape("\n".join(map(terminal, text.split("\n"))))
