"""Paths into a tree, and their spelling as JSON pointers (RFC 6901)."""

from __future__ import annotations

from typing import TypeAlias

Path: TypeAlias = "tuple[str | int, ...]"
"""Names of members and indexes of elements, from the root inwards."""


def encode_pointer(path: Path) -> str:
    """Return a path as a JSON pointer; the root is the empty string."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def decode_pointer(pointer: str) -> tuple[str, ...]:
    """Return the steps of a JSON pointer; what is an index only the tree can tell.

    Raises:
        ValueError: if the pointer is neither empty nor begins with a slash.
    """
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"a JSON pointer begins with a slash: {pointer!r}")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
