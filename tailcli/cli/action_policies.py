"""The policies of a step of the GitHub action, with the settings that go for them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from tailcli.cli.targets import targets
from tailcli.inputs.configuration import Configurations
from tailcli.inputs.configuration_at import ConfigurationsAt
from tailcli.inputs.discovery import looks_like_policy
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.cli.action import Job
    from tailcli.cli.targets import Targets
    from tailcli.inputs.versions import Pair

Settled: TypeAlias = Configurations | ConfigurationsAt


class Checked(NamedTuple):
    """The policies of the checkout, and the settings: those of the base where there is one."""

    targets: Targets
    configurations: Settled

    def notes(self) -> tuple[str, ...]:
        """Return what to say of settings that this change brings and that do not go for it."""
        if not isinstance(self.configurations, ConfigurationsAt):
            return ()
        names = [policy.document.source.name for policy in self.targets.policies]
        if not any(self.configurations.is_changed(name) for name in names):
            return ()
        return ("The settings of the base go for this change; those that it brings count once it is merged.",)


def checked(job: Job) -> Checked:
    """Read the policies of the checkout that a step is to look at.

    Raises:
        InputError: if a settings file cannot be used.
    """
    if job.base is None:
        return Checked(targets(list(job.paths or (".",)), ""), Configurations(file=job.config))
    found = targets([path for path in job.paths or (".",) if os.path.lexists(path)], "")
    known = ConfigurationsAt(job.base, file=job.config)
    if found.failed and not found.policies and _was_removed(job):
        return Checked(found._replace(talk=(), failed=False), known)
    return Checked(found, known)


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
