"""Findings: what a rule reports, at its place, with what to do about it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.source.edits import TextEdit
    from tailcli.source.text import Span


class Severity(Enum):
    """How bad a finding is; a rule has a default, the user's settings may say otherwise.

    ERROR: the control plane refuses the file, or it provably cannot work as written. WARNING: accepted, but
    dangerous, useless or documented as invalid. INFO: worth knowing, does not fail a build.
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """A number that grows with the severity."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Persona(Enum):
    """Who wants a rule: every team, those who like it tidy, or those who search for everything."""

    DEFAULT = "default"
    PEDANTIC = "pedantic"
    AUDITOR = "auditor"


class Applicability(Enum):
    """What a fix may be used for.

    SAFE: the meaning of the policy stays the same, which is proved before it is written. UNSAFE: probably
    what is meant, but it changes the meaning. DISPLAY: a hint for people, never written.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Fix(NamedTuple):
    """Edits that remove a finding; ``title`` is an imperative sentence without a full stop."""

    title: str
    edits: tuple[TextEdit, ...]
    applicability: Applicability


class Label(NamedTuple):
    """A place that belongs to a finding, with a word about it."""

    span: Span
    message: str


class Report(NamedTuple):
    """What a rule says: one fault, at its place.

    Attributes:
        span: the place to underline.
        message: the fault in one sentence that names the offender.
        hint: what to do instead.
        server: the control plane's own message, verbatim, where it is known to refuse the file for this.
        labels: related places.
        fix: the edit that removes the fault.
    """

    span: Span
    message: str
    hint: str | None = None
    server: str | None = None
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None


class Finding(NamedTuple):
    """A report of a rule about a file, with the severity that the settings give it."""

    code: str
    name: str
    severity: Severity
    file: str
    report: Report
