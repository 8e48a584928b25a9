"""The one error of every input: something could not be read, and why, in words for the user."""

from __future__ import annotations


class InputError(Exception):
    """An input cannot be used: ``name`` is what the user called it, ``reason`` says why in a clause."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
