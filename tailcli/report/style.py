"""Colour for terminals, and none anywhere else."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.findings.model import Severity
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

PIPE_WIDTH = 120
_NARROWEST = 40
_DIGITS = 6
# The console of Linux prints what it does not know of such a sequence.
_WITHOUT_LINKS = ("dumb", "linux")


class ColorChoice(Enum):
    """The values of ``--color``."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Style(NamedTuple):
    """How text is to look: whether in colour, how many cells a line may take, whether words can be links."""

    color: bool = False
    columns: int = PIPE_WIDTH
    links: bool = False

    def bold(self, text: str) -> str:
        """Return the text in bold."""
        return self._wrapped(text, "1")

    def dim(self, text: str) -> str:
        """Return the text in a quiet colour, for what frames the answer."""
        return self._wrapped(text, "36")

    def good(self, text: str) -> str:
        """Return the text in the colour of what is right."""
        return self._wrapped(text, "32")

    def bad(self, text: str) -> str:
        """Return the text in the colour of what is lost or wrong."""
        return self._wrapped(text, "31")

    def severity(self, severity: Severity, text: str) -> str:
        """Return the text in the colour of a severity."""
        return self._wrapped(text, _SEVERITIES[severity])

    def link(self, text: str, url: str) -> str:
        """Return the text as a link, which terminals that know none show as the text alone."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.links else text

    def _wrapped(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text


_SEVERITIES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;34"}
PLAIN = Style()


def style_for(stream: TextIO, choice: ColorChoice, environment: Mapping[str, str]) -> Style:
    """Return the style for a stream: colour only on a terminal that has it, unless the user says otherwise.

    ``NO_COLOR``, ``FORCE_COLOR`` and ``TERM=dumb`` are respected; an explicit choice beats them. There are
    links on a terminal only, and only where there is colour. ``COLUMNS`` beats the width of a terminal.
    """
    terminal = stream.isatty()
    color = _wants_color(choice, environment, terminal=terminal)
    links = terminal and color and environment.get("TERM") not in _WITHOUT_LINKS
    return Style(color, _columns(stream, environment) if terminal else PIPE_WIDTH, links)


def _wants_color(choice: ColorChoice, environment: Mapping[str, str], *, terminal: bool) -> bool:
    if choice is not ColorChoice.AUTO:
        return choice is ColorChoice.ALWAYS
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return terminal and environment.get("TERM") != "dumb"


def _columns(stream: TextIO, environment: Mapping[str, str]) -> int:
    import os

    said = environment.get("COLUMNS", "")
    if len(said) <= _DIGITS and said.isascii() and said.isdigit() and int(said):
        return max(int(said), _NARROWEST)
    try:
        found = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return PIPE_WIDTH
    return max(found, _NARROWEST) if found else PIPE_WIDTH
