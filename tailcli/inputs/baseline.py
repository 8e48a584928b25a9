"""Baseline files: read, written, and the names of policies in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from tailcli.lint.baseline import Baseline

BASELINE_LIMIT = 64 * 1024 * 1024


def read_baseline(path: str, revision: str | None = None) -> Baseline:
    """Read a baseline, from a revision where one is given; one that did not exist there knows nothing.

    Raises:
        InputError: if there is none at that path.
    """
    from tailcli.inputs.files import read_file
    from tailcli.lint.baseline import Baseline, BaselineError, read

    try:
        if revision is None:
            if not os.path.lexists(path):
                raise InputError(path, f"no such baseline (tailcli lint --write-baseline {path} makes one)")
            return read(read_file(path, BASELINE_LIMIT).text)
        text = _at(revision, path)
        return Baseline({}) if text is None else read(text)
    except BaselineError as error:
        raise InputError(path, str(error)) from error


def _at(revision: str, path: str) -> str | None:
    from tailcli.inputs.git import files_at, read_revision, repository_path

    name = repository_path(path)
    if name not in files_at(revision):
        return None
    return read_revision(revision, name, limit=BASELINE_LIMIT).text


def write_baseline(path: str, baseline: Baseline) -> None:
    """Write a baseline in one step.

    Raises:
        InputError: if it cannot be written.
    """
    from tailcli.inputs.writing import create_text
    from tailcli.lint.baseline import write

    create_text(path, write(baseline))


def name_in(baseline_path: str, policy_path: str) -> str:
    """Return what a baseline calls a policy: its path from the folder of the baseline, with slashes."""
    return Path(os.path.relpath(policy_path, Path(baseline_path).parent)).as_posix()
