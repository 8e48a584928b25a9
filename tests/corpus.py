"""Real policies that may lie beside the checkout: several versions of each file, the oldest first.

Neighbouring versions have most of their text in common, so a test that looks at each for long takes a sample:
the same in every run, with something of every file. ``TAILCLI_FULL=1`` takes everything.
"""

from __future__ import annotations

import os
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.policy.model import Policy

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus"
Item = TypeVar("Item")
FULL = os.environ.get("TAILCLI_FULL") == "1"

needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="no corpus of real policies beside the checkout")
"""Skips a test where there are no real policies."""


def histories() -> list[list[Path]]:
    """The versions of each file, the oldest first."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    return [sorted(folder.glob("*.hujson")) for folder in folders]


def versions() -> list[Path]:
    """Every version of every file."""
    return [path for history in histories() for path in history]


def newest() -> list[Path]:
    """The newest version of every file: as many different policies as there are; in full, every version."""
    return versions() if FULL else [history[-1] for history in histories() if history]


def sample(everything: Sequence[Item], step: int, start: int = 0) -> Sequence[Item]:
    """One in so many; in full, everything."""
    return everything if FULL else everything[start::step]


@cache
def read(path: Path) -> Policy:
    """The policy of one version, its bytes that are no UTF-8 replaced."""
    return load(SourceText(path.name, path.read_bytes().decode("utf-8", "replace")))


def changes(step: int, start: int = 0) -> Iterator[tuple[Policy, Policy]]:
    """A sample of two consecutive versions of which both can be read."""
    every = [pair for history in histories() for pair in pairwise(history)]
    for old, new in sample(every, step, start):
        before, after = read(old), read(new)
        if is_readable(before) and is_readable(after):
            yield before, after


def is_readable(policy: Policy) -> bool:
    """Whether a text is HuJSON without a mistake."""
    return not policy.document.problems and policy.document.root is not None
