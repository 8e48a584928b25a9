"""Statements of an intended change of access, as people write them beside a change.

Access-Change: + group:dev -> tag:staging tcp:443
Access-Change: - carol@example.com -> tag:db, tag:web tcp:22, ssh:root
Access-Change: + tag:ci -> tag:secrets tailscale.com/cap/secrets {"action": ["get"], "secret": ["ci/*"]}
Access-Change: ~ group:dev -> tag:staging ssh:ubuntu
Access-Change: + group:dev -> tag:db tcp:5432 if posture:managed via tag:router
Access-Change: none
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from tailcli.hujson.parse import parse
from tailcli.policy.faults import Fault
from tailcli.policy.ports import parse_traffic
from tailcli.source.text import SourceText
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "Access-Change:"
SSH = "ssh:"
_NONE = "none"


class Sign(Enum):
    """What a statement says of an access: given, taken away, or on other terms (SSH)."""

    GAINED = "+"
    LOST = "-"
    CHANGED = "~"


class Statement(NamedTuple):
    """One intended change.

    Attributes:
        sign: gained, lost, or on other terms.
        sources: selectors.
        destinations: selectors.
        traffic: entries as in a grant's ``ip``.
        logins: accounts for SSH.
        capability: the name of an application capability, or empty.
        parameters: its parameters as JSON text, or empty.
        postures: only if a device meets these.
        routers: only through these.
        line: where it stands.
        text: as it was written.
    """

    sign: Sign
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    traffic: tuple[str, ...]
    logins: tuple[str, ...]
    capability: str
    parameters: str
    postures: tuple[str, ...]
    routers: tuple[str, ...]
    line: int
    text: str


class StatementError(Exception):
    """A statement that cannot be understood: where it stands, and why."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}:{line}: {reason}")
        self.place = f"{name}:{line}"
        self.reason = reason


def read_statements(source: SourceText) -> tuple[Statement, ...]:
    """Return the statements of a file or of the text of a pull request.

    If a line has ``Access-Change:``, only such lines count; HTML comments never do. Otherwise every line
    that is not empty and does not begin with ``#`` is a statement, if the first of them looks like one. No
    statement means that no access is to change.

    Raises:
        StatementError: if a statement cannot be understood.
    """
    found = list(_lines(source.text))
    return tuple(_statement(source.name, number, text) for number, text in found if text.lower() != _NONE)


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_KEYED = re.compile(r"[\s>*`-]*" + re.escape(KEY) + r"\s*(.*?)[\s`]*\Z", re.IGNORECASE)
_LIKE_A_STATEMENT = re.compile(r"[+~-]\s*\S.*->|none\Z", re.IGNORECASE)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    visible = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    lines = list(enumerate(visible.splitlines(), 1))
    keyed = [(n, match.group(1)) for n, line in lines if (match := _KEYED.fullmatch(line)) is not None]
    if keyed:
        yield from keyed
        return
    said = [(n, line.strip()) for n, line in lines if line.strip() and not line.lstrip().startswith("#")]
    if said and _LIKE_A_STATEMENT.match(said[0][1]):
        yield from said


_SHAPE = re.compile(
    r"(?P<sign>[+~-])\s*(?P<who>\S.*?)\s*->\s*(?P<rest>\S.*?)"
    r"(?:\s+if\s+(?P<if>posture:[^\s,]+(?:\s*,\s*posture:[^\s,]+)*))?"
    r"(?:\s+via\s+(?P<via>tag:[^\s,]+(?:\s*,\s*tag:[^\s,]+)*))?",
)
_FORM = "+ SOURCE -> DESTINATION RIGHT (a sign +, - or ~; a right like tcp:443, ssh:root or a capability)"


def _statement(name: str, line: int, text: str) -> Statement:
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise StatementError(name, line, f"cannot be understood; write {_FORM}")
    rest = _DESTINATIONS.fullmatch(shape["rest"])
    if rest is None:
        raise StatementError(name, line, "no right behind the destination, such as tcp:443, * or ssh:root")
    capability, parameters, rights = _rights(rest["rights"])
    traffic = tuple(right for right in rights if not right.startswith(SSH))
    for entry in traffic:
        fault = parse_traffic(entry)
        if isinstance(fault, Fault):
            raise StatementError(name, line, f"{entry!r} is no right: {fault.message}")
    logins = tuple(right.removeprefix(SSH) for right in rights if right.startswith(SSH))
    _check_json(name, line, parameters)
    if shape["sign"] == Sign.CHANGED.value and not logins:
        raise StatementError(name, line, "only SSH access has terms to change: write ~ for ssh:LOGIN alone")
    return Statement(
        Sign(shape["sign"]),
        _split(shape["who"]),
        _split(rest["hosts"]),
        traffic,
        logins,
        capability,
        parameters,
        _split(shape["if"] or ""),
        _split(shape["via"] or ""),
        line,
        text,
    )


_DESTINATIONS = re.compile(r"(?P<hosts>[^\s,]+(?:\s*,\s*[^\s,]+)*)\s+(?P<rights>\S.*)")


def _rights(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Return a capability, its parameters and the other rights: a capability stands alone."""
    first, _, rest = text.partition(" ")
    if "/" in first and "," not in first:
        return first, rest.strip(), ()
    return "", "", _split(text)


def _check_json(name: str, line: int, parameters: str) -> None:
    for problem in parse(SourceText(name, parameters)).problems if parameters else ():
        raise StatementError(name, line, f"the parameters are no JSON: {problem.message}")


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
