"""Finding the settings that go for a file: upwards from its folder, or where the user says."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.config.configuration import DEFAULT_CONFIGURATION
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import in_git
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.config.configuration import Configuration
    from tailcli.config.errors import ConfigError
    from tailcli.config.settings import Settings
    from tailcli.inputs.configuration_at import ConfigurationsAt

FILE_NAME = "tailcli.toml"
PYPROJECT = "pyproject.toml"
CONFIG_LIMIT = 1024 * 1024

# What a project file must hold that says something of this program: the TOML reader is slow to load.
_TOOL_TABLE = re.compile(
    rb"""^[ \t]*(?:\[[ \t]*)?["']?tool["']?[ \t]*(?:\.[ \t]*["']?tailcli|[]=])""", re.MULTILINE
)


class Found(NamedTuple):
    """A configuration, the folder that its globs start from, and its file (None where there is none).

    ``name`` is what to call the file: its path from here, or ``REV:PATH`` for one in git.
    """

    configuration: Configuration
    folder: Path
    file: Path | None = None
    name: str = ""

    @property
    def baseline(self) -> str | None:
        """The path of the baseline that the settings name, from here; None where they name none."""
        named = self.configuration.baseline
        return None if named is None else _shown(_absolute(str(self.folder / named))).as_posix()

    def settings_for(self, path: str) -> Settings:
        """Return the settings for a file that was given by this path."""
        return self.configuration.for_file(Path(os.path.relpath(_absolute(path), self.folder)).as_posix())


class Configurations:
    """The configurations of a run: looked for once a folder, read once a file.

    Args:
        file: the settings file to use for every file, instead of looking for one.
        overrides: parsed settings that beat those of every file.
        isolated: look for no file.
        revision: look in this revision of the repository, not among the files of the working tree.
    """

    def __init__(
        self,
        *,
        file: str | None = None,
        overrides: Mapping[str, object] | None = None,
        isolated: bool = False,
        revision: str | None = None,
    ) -> None:
        self._overrides = overrides or {}
        self._given = None if file is None else self._given_file(file)
        self._isolated = isolated
        self._revision = revision
        self._at: ConfigurationsAt | None = None
        self._by_folder: dict[Path, Found | None] = {}

    def find(self, path: str) -> Found:
        """Return what goes for a file; for what is no file (``-``, a version in git) the current folder's.

        Raises:
            InputError: if a settings file cannot be used.
        """
        if self._given is not None:
            return self._given
        if self._revision is not None and not self._isolated:
            return self._at_revision(self._revision).find(path)
        folder = _absolute(path).parent
        start = folder if folder.is_dir() else Path.cwd()
        found = None if self._isolated else self._upwards(start)
        return found or Found(self._without_file(), Path.cwd())

    def find_beside(self, path: str) -> Found:
        """Return the same, but for a version in git (``REV:PATH``) what went for it at that revision.

        For what the settings tell of the tailnet: it is as old as the policy beside it.

        Raises:
            InputError: if a settings file cannot be used.
        """
        version = in_git(path)
        if version is None or self._given is not None or self._isolated or self._revision is not None:
            return self.find(path)
        revision, name = version
        return self._at_revision(revision).find_named(name)

    def _at_revision(self, revision: str) -> ConfigurationsAt:
        from tailcli.inputs.configuration_at import ConfigurationsAt

        self._at = self._at or ConfigurationsAt(revision, self._overrides)
        return self._at

    def _without_file(self) -> Configuration:
        if not self._overrides:
            return DEFAULT_CONFIGURATION
        from tailcli.config.assembly import assemble

        return assemble(self._overrides)

    def _given_file(self, name: str) -> Found:
        path = _absolute(name)
        found = self._read(path, Path(name))
        if found is None:
            raise InputError(name, "there is no table [tool.tailcli] in it")
        return found

    def _upwards(self, start: Path) -> Found | None:
        """Look in a folder and those above it, up to the one that is a repository's root."""
        if start not in self._by_folder:
            found = self._in_folder(start)
            is_top = start.parent == start or (start / ".git").exists()
            self._by_folder[start] = found or (None if is_top else self._upwards(start.parent))
        return self._by_folder[start]

    def _in_folder(self, folder: Path) -> Found | None:
        for name in (FILE_NAME, PYPROJECT):
            path = folder / name
            if path.is_file():
                found = self._read(path, _shown(path))
                if found is not None:
                    return found
        return None

    def _read(self, path: Path, shown: Path) -> Found | None:
        """Read a settings file; None where it is a ``pyproject.toml`` that says nothing of this program."""
        from tailcli.inputs.decoding import decode
        from tailcli.inputs.files import read_bytes

        data = read_bytes(str(shown), CONFIG_LIMIT)
        is_project = path.name == PYPROJECT
        if is_project and not (b"tailcli" in data and _TOOL_TABLE.search(data)):
            return None
        text = decode(str(shown), data).text if data else ""
        configuration = parsed(text, self._overrides, is_project=is_project, shown=str(shown))
        if configuration is None:
            return None
        name = shown.as_posix()
        return Found(configuration.from_file(name), path.parent, path, name)


def parsed(
    text: str, overrides: Mapping[str, object], *, is_project: bool, shown: str
) -> Configuration | None:
    """Return what a settings file says; None where it is a ``pyproject.toml`` without the table.

    Raises:
        InputError: if it cannot be used.
    """
    from tailcli.config.errors import ConfigError
    from tailcli.config.reading import PYPROJECT_TABLE, read_configuration

    try:
        return read_configuration(text, table=PYPROJECT_TABLE if is_project else (), overrides=overrides)
    except ConfigError as error:
        raise _unusable(error, shown) from None


def _unusable(error: ConfigError, shown: str) -> InputError:
    name = shown if error.line is None else f"{shown}:{error.line}"
    return InputError(name, str(error))


def _absolute(path: str) -> Path:
    """Return a path from the root; symbolic links stay, since a file's settings are those beside its name."""
    return Path(os.path.normpath(Path.cwd() / path))


def _shown(path: Path) -> Path:
    """Return a path as the user would write it: from the current folder where it is in it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
