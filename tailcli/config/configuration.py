"""Everything that the settings say, typed, and what of it goes for one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.config.globs import matches
from tailcli.config.settings import DEFAULTS
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.inventory import Inventory
    from tailcli.config.guardrails import Guardrails
    from tailcli.config.settings import FileKind, Settings


class FileSettings(NamedTuple):
    """What ``[files."glob"]`` says: the kind of the files (None where not told) and rules not to run."""

    glob: str
    kind: FileKind | None
    ignore: tuple[str, ...]


class DiffSettings(NamedTuple):
    """What ``[diff]`` says.

    Attributes:
        gates: words that name the rules about a change which fail it, or ``all``; None where not told.
        fail_on: which difference fails (``any``, ``widened``, ``narrowed``, ``never``); None where not told.
    """

    gates: tuple[str, ...] | None = None
    fail_on: str | None = None


class Configuration(NamedTuple):
    """Everything that a settings file says.

    Attributes:
        settings: for a file of which ``files`` says nothing.
        fail_on: the least severity that fails (``error``, ``warning``, ``info``, ``never``), or None.
        files: settings for some files, in the order of the text.
        inventory: login domains, synced groups and roles; None where not told.
        diff: what goes for the access diff.
        baseline: the file of findings that are known, from the settings file's folder; None where not told.
    """

    settings: Settings = DEFAULTS
    fail_on: str | None = None
    files: tuple[FileSettings, ...] = ()
    inventory: Inventory | None = None
    diff: DiffSettings = DiffSettings()
    baseline: str | None = None

    @property
    def people(self) -> Inventory | None:
        """What is told of groups and roles; None where nothing is: login domains alone tell of nobody."""
        told = self.inventory
        return None if told is None or not (told.groups or told.roles is not None) else told

    @property
    def guardrails(self) -> Guardrails:
        """Access that must never, or must always, be given."""
        return self.settings.guardrails

    def from_file(self, name: str) -> Configuration:
        """Return the same, with what to call the file that it comes from."""
        guardrails = self.settings.guardrails._replace(file=name)
        return self._replace(settings=self.settings._replace(guardrails=guardrails))

    def for_file(self, path: str) -> Settings:
        """Return the settings for a file, given by its path from the settings file's folder (with slashes).

        Of several globs that match, the last that tells a kind decides it; all their ignored rules count.
        """
        near = [one for one in self.files if matches(one.glob, path)]
        kinds = [one.kind for one in near if one.kind is not None]
        ignored = (word for one in near for word in one.ignore)
        return self.settings._replace(
            kind=kinds[-1] if kinds else self.settings.kind, ignore=(*self.settings.ignore, *ignored)
        )


DEFAULT_CONFIGURATION = Configuration()
