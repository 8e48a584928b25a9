"""The hash of a line by which GitHub's code scanning follows an alert through changes of a file.

``upload-sarif`` computes it where it is missing and warns where it differs; an upload through the REST API
computes nothing. So it is given, and it is the same.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NATIVE = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_WINDOW = 100
_FACTOR = 37
_MODULUS = 1 << 64
_LEAVING = pow(_FACTOR, _WINDOW, _MODULUS)
_END = 0xFFFF
_LF = 0x0A
_SKIPPED = frozenset((0x20, 0x09))


def line_hashes(text: str) -> list[str]:
    """Return a hash for each line, over the next hundred UTF-16 units that are not blank.

    The number behind the colon tells lines of equal hashes apart.
    """
    units, starts = _units(text)
    hashes = _window_hashes(units, starts)
    seen: Counter[str] = Counter()
    named = []
    for value in hashes:
        seen[value] += 1
        named.append(f"{value}:{seen[value]}")
    return named


def _units(text: str) -> tuple[list[int], list[int]]:
    """Return the units that count, with one for the end, and where among them each line starts."""
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode(_NATIVE, "surrogatepass")
    units = [unit for unit in memoryview(data).cast("H") if unit not in _SKIPPED]
    units.append(_END)
    starts = [0, *(at + 1 for at, unit in enumerate(units) if unit == _LF)]
    return units, starts


def _window_hashes(units: Sequence[int], starts: Sequence[int]) -> list[str]:
    """Return the hash of the window behind each start; behind the end there are zeros."""
    wanted = iter(starts)
    start = next(wanted)
    hashes: list[str] = []
    value = 0
    padded = [*units, *[0] * _WINDOW]
    for at, unit in enumerate(padded):
        leaving = padded[at - _WINDOW] if at >= _WINDOW else 0
        value = (value * _FACTOR + unit - leaving * _LEAVING) % _MODULUS
        if at - start == _WINDOW - 1:
            hashes.append(f"{value:x}")
            next_start = next(wanted, None)
            if next_start is None:
                break
            start = next_start
    return hashes
