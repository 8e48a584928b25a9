"""The lists of devices and users that a workflow names, for the steps of the GitHub action.

What they say settles what a diff leaves open, so a change must not bring its own: one of the repository is
read as the base has it. What lies outside of the checkout no change can write; the workflow put it there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tailcli.inputs.errors import InputError
from tailcli.inputs.files import read_file
from tailcli.inputs.git import is_file_at, outside_path, path_in_checkout, read_revision
from tailcli.inputs.inventory import read_inventory, read_inventory_files
from tailcli.inputs.inventory_document import INVENTORY_LIMIT
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.inventory import Inventory
    from tailcli.cli.action import Job
    from tailcli.source.text import SourceText


class Lists(NamedTuple):
    """What the lists say together, None where none is read, and what to say of those that are not."""

    inventory: Inventory | None = None
    notes: tuple[str, ...] = ()


def lists_of(job: Job) -> Lists:
    """Read the lists that the workflow names.

    Raises:
        InputError: for a list that cannot be used, and for one that is nowhere.
    """
    if not job.lists:
        return Lists()
    if job.base is None:
        return Lists(read_inventory_files(job.lists))
    sources: list[SourceText] = []
    notes: list[str] = []
    for path in job.lists:
        source = _source(path, job.base)
        if source is None:
            notes.append(_IGNORED.format(path))
        else:
            sources.append(source)
    return Lists(read_inventory(sources) if sources else None, tuple(notes))


_IGNORED = (
    "{} is in this checkout and not in the base, so it is not read: the change may have written it. "
    "What the workflow writes belongs outside of the checkout, into the runner's folder for temporary files."
)


def _source(path: str, base: str) -> SourceText | None:
    """Return the text of a list; None for one that a change may have written."""
    name = path_in_checkout(path)
    if name is None:
        return read_file(str(outside_path(path)), INVENTORY_LIMIT)
    if is_file_at(base, name, path):
        return read_revision(base, name, limit=INVENTORY_LIMIT)
    if os.path.lexists(path):
        return None
    raise InputError(path, "no such list of devices or users, neither in the base nor in the checkout")
