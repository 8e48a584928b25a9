"""Golden files: what a command or a renderer prints, kept beside the test."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def assert_golden(path: Path, actual: str) -> None:
    """Compare with the file; with ``TAILCLI_UPDATE_GOLDEN=1`` write it instead."""
    if os.environ.get("TAILCLI_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as stream:
        assert actual == stream.read()
