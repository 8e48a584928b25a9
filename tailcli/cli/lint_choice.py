"""The settings of ``tailcli lint`` for each file: what a settings file says, and the flags over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.cli.exits import FailOn
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.inventory import Inventory
    from tailcli.config.settings import FileKind, Settings
    from tailcli.findings.model import Persona
    from tailcli.inputs.configuration import Configurations


class Flags(NamedTuple):
    """What the user gave on the command line; None and empty are what was not given."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    persona: Persona | None = None
    kind: FileKind | None = None
    fail_on: FailOn | None = None
    suppressions: bool = True


class Chosen(NamedTuple):
    """What goes for one file.

    Attributes:
        settings: which rules run, and what they need to know.
        fail_on: the least severity that fails.
        baseline: the path of the one that the settings name.
        known: the groups and roles that the settings tell; None where they do not.
    """

    settings: Settings
    fail_on: FailOn
    baseline: str | None = None
    known: Inventory | None = None


def choose(path: str, configurations: Configurations, flags: Flags) -> Chosen:
    """Return the settings for a file; flags beat a settings file, and ``--ignore`` adds to what it ignores.

    Raises:
        InputError: if the settings file cannot be used.
    """
    found = configurations.find(path)
    below = found.settings_for(path)
    settings = below._replace(
        select=flags.select or below.select,
        extend_select=() if flags.select else below.extend_select,
        ignore=(*below.ignore, *flags.ignore),
        persona=flags.persona or below.persona,
        kind=flags.kind or below.kind,
        suppressions=flags.suppressions,
    )
    fail_on = flags.fail_on or FailOn(found.configuration.fail_on or FailOn.WARNING.value)
    return Chosen(settings, fail_on, found.baseline, found.configuration.people)
