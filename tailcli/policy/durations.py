"""Durations as Go reads and writes them (``checkPeriod``)."""

from __future__ import annotations

import re

from tailcli.policy.faults import Fault, quote

NANOSECOND = 1
MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
MAX_CHECK_PERIOD = 168 * HOUR

_UNITS = {
    "ns": NANOSECOND,
    "us": MICROSECOND,
    "\u00b5s": MICROSECOND,
    "\u03bcs": MICROSECOND,
    "ms": MILLISECOND,
    "s": SECOND,
    "m": MINUTE,
    "h": HOUR,
}
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]*)", re.ASCII)
_LIMIT = 1 << 63
_MOST_DIGITS = 19


def parse_duration(text: str) -> int | Fault:
    """Read a Go duration (``1h30m``, ``90s``, ``.5h``, ``-1m``) as nanoseconds."""
    negative = text.startswith("-")
    rest = text[1:] if text[:1] in {"-", "+"} else text
    if rest == "0":
        return 0
    total = _sum_parts(text, rest)
    if isinstance(total, Fault):
        return total
    if total > _LIMIT or (total == _LIMIT and not negative):
        return _invalid(text)
    return -total if negative else total


def _sum_parts(text: str, rest: str) -> int | Fault:
    if not rest:
        return _invalid(text)
    total = 0
    at = 0
    while at < len(rest):
        match = _PART.match(rest, at)
        if match is None or not (match[1] or match[2]):
            return _invalid(text)
        scale = _UNITS.get(match[3])
        if scale is None:
            return _unit_fault(text, match[3])
        if len(match[1].lstrip("0")) > _MOST_DIGITS:
            return _invalid(text)
        fraction = (match[2] or "0")[:_MOST_DIGITS]
        total += int(match[1].lstrip("0") or "0") * scale + int(fraction) * scale // 10 ** len(fraction)
        at = match.end()
    return total


def _invalid(text: str) -> Fault:
    message = f"{quote(text)} is not a duration"
    server = f"time: invalid duration {quote(text)}"
    return Fault(0, len(text), message, server, hint='write hours, minutes and seconds like "12h" or "1h30m"')


def _unit_fault(text: str, unit: str) -> Fault:
    if not unit:
        message = f"duration {quote(text)} lacks a unit"
        return Fault(0, len(text), message, f"time: missing unit in duration {quote(text)}", hint=_UNIT_HINT)
    message = f"duration {quote(text)} has the unknown unit {quote(unit)}"
    server = f"time: unknown unit {quote(unit)} in duration {quote(text)}"
    return Fault(0, len(text), message, server, hint=_UNIT_HINT)


_UNIT_HINT = 'the units are "h", "m" and "s" (and "ms", "us", "ns"); a day is "24h"'


def format_duration(nanoseconds: int) -> str:
    """Write a duration as Go does: ``1h0m0s``, ``1m30s``, ``1.5ms``, ``0s``."""
    if nanoseconds == 0:
        return "0s"
    sign = "-" if nanoseconds < 0 else ""
    value = abs(nanoseconds)
    if value < SECOND:
        unit, scale = _small_unit(value)
        return f"{sign}{_decimal(value, scale)}{unit}"
    hours, rest = divmod(value, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    lead = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return f"{sign}{lead}{_decimal(rest, SECOND)}s"


def _small_unit(value: int) -> tuple[str, int]:
    if value < MICROSECOND:
        return "ns", NANOSECOND
    return ("\u00b5s", MICROSECOND) if value < MILLISECOND else ("ms", MILLISECOND)


def _decimal(value: int, scale: int) -> str:
    whole, rest = divmod(value, scale)
    if not rest:
        return str(whole)
    digits = str(rest).rjust(len(str(scale)) - 1, "0").rstrip("0")
    return f"{whole}.{digits}"
