"""What Tailscale's own parser says about a text that it refuses: its first error, in its words.

That parser stops at the first error; ``parse`` goes on and words things for people. Programs and people who
know the other wording look for it, so the first problem of a text carries it.
"""

from __future__ import annotations

from typing import NamedTuple

from tailcli.hujson import tokens


class ReferenceError_(NamedTuple):
    offset: int
    message: str


def first_error(text: str) -> ReferenceError_ | None:
    return None
