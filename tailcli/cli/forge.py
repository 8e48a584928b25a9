"""Where the names of files count from in formats for forges."""

from __future__ import annotations

from pathlib import Path

from tailcli.inputs.repository import repository_root
from tailcli.report.paths import Folders


def forge_folders() -> Folders:
    """Return the current folder and the root of its repository; outside of one that is this folder too."""
    here = Path.cwd()
    return Folders(here, repository_root(here) or here)
