"""The policies of a step of the GitHub action, with the settings that go for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tailcli.cli.targets import targets
from tailcli.config.configuration import DEFAULT_CONFIGURATION
from tailcli.inputs.configuration import CONFIG_LIMIT, FILE_NAME, PYPROJECT, Configurations, Found, parsed
from tailcli.inputs.configuration_at import ConfigurationsAt
from tailcli.inputs.discovery import looks_like_policy
from tailcli.inputs.errors import InputError
from tailcli.inputs.git import (
    demand,
    is_file_at,
    names,
    outside_path,
    path_in_checkout,
    read_revision,
    top_level,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.cli.action import Job
    from tailcli.cli.targets import Targets
    from tailcli.inputs.versions import Pair


class Given(NamedTuple):
    """The settings of one file, for every policy."""

    found: Found

    def find(self, _path: str) -> Found:
        """Return them."""
        return self.found


Settled: TypeAlias = Configurations | ConfigurationsAt | Given


class Checked(NamedTuple):
    """The policies of the checkout, the settings that go for them, and what to say of those."""

    targets: Targets
    configurations: Settled
    notes: tuple[str, ...] = ()


def checked(job: Job) -> Checked:
    """Read the policies of the checkout that a step is to look at; settings are those of the base, if any.

    Raises:
        InputError: if a settings file cannot be used.
    """
    if job.base is None:
        return Checked(targets(list(job.paths or (".",)), ""), Configurations(file=job.config))
    found = targets([path for path in job.paths or (".",) if os.path.lexists(path)], "")
    if found.failed and not found.policies and _was_removed(job):
        found = found._replace(talk=(), failed=False)
    return Checked(found, of_base(job.base, job.config), _notes(job, job.base))


def of_base(base: str, config: str | None) -> Settled:
    """Return the settings of the base: those of a file that was named, or those that are found there.

    A file outside of the checkout is the workflow's own: no change can write it.

    Raises:
        InputError: if they cannot be used.
    """
    if config is None:
        return ConfigurationsAt(base)
    name = path_in_checkout(config)
    if name is None:
        return Configurations(file=str(outside_path(config)))
    if not is_file_at(base, name, config):
        return Given(Found(DEFAULT_CONFIGURATION, Path.cwd()))
    source = read_revision(base, name, limit=CONFIG_LIMIT)
    configuration = parsed(source.text, {}, is_project=name.endswith(PYPROJECT), shown=source.name)
    if configuration is None:
        raise InputError(source.name, "there is no table [tool.tailcli] in it")
    return Given(Found(configuration, Path(top_level()) / Path(name).parent, name=source.name))


def _notes(job: Job, base: str) -> tuple[str, ...]:
    """Say that settings change, which then do not go for this change.

    Raises:
        InputError: if the settings that the change brings cannot be used.
    """
    changed = {Path(name).name for name in names(demand(".", base, "diff", "--name-only", "-z", base, "--"))}
    own = {FILE_NAME, PYPROJECT} if job.config is None else {Path(job.config).name}
    if not changed & own:
        return ()
    # What cannot be used would be found out after the merge only.
    Configurations(file=job.config if job.config and os.path.lexists(job.config) else None).find(
        "policy.hujson"
    )
    if not changed & (own - {PYPROJECT}):
        return ()
    return ("The settings of the base go for this change; those that it brings count once it is merged.",)


def _was_removed(job: Job) -> bool:
    """Say whether the base has a policy file where the change leaves none."""
    return any(pair.old is not None and pair.new is None for pair in pairs(job))


def pairs(job: Job) -> tuple[Pair, ...]:
    """Return the files to look at in both versions; one that was renamed is one pair, even if it was named.

    Raises:
        InputError: if the base or a path that was named cannot be read.
    """
    from tailcli.inputs.versions import since

    if job.base is None:
        return ()
    found = since(job.base, job.paths)
    for error, discovered in found.unread:
        if not discovered or error.name.lower().endswith(".hujson"):
            raise error
    if not job.paths or all(pair.old is not None for pair in found.pairs):
        return found.pairs
    renamed = {
        pair.new.name: pair for pair in since(job.base).pairs if pair.old is not None and pair.new is not None
    }
    return tuple(
        renamed.get(pair.new.name, pair) if pair.old is None and pair.new is not None else pair
        for pair in found.pairs
    )


def is_policy(pair: Pair) -> bool:
    """Return whether a file is a policy in one of the versions, or was named as one."""
    from tailcli import api

    sources = [source for source in (pair.old, pair.new) if source is not None]
    return not pair.discovered or any(
        source.name.lower().endswith(".hujson") or looks_like_policy(api.load(source)) for source in sources
    )
