"""The settings as they are at a revision: a change is held to the rules that it found, not to its own."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tailcli.config.configuration import DEFAULT_CONFIGURATION
from tailcli.inputs.configuration import CONFIG_LIMIT, FILE_NAME, PYPROJECT, Found
from tailcli.inputs.errors import InputError
from tailcli.inputs.git import files_at, read_revision, top_level

if TYPE_CHECKING:
    from tailcli.config.configuration import Configuration
    from tailcli.source.text import SourceText


class ConfigurationsAt:
    """The settings files of a revision.

    Args:
        revision: a commit.
        file: the settings file to use for every file, a path in the repository, where the revision has it;
            None looks for one.

    Raises:
        GitError: if this is no repository, or there is no such revision.
        InputError: if the file that was named cannot be used.
    """

    def __init__(self, revision: str, *, file: str | None = None) -> None:
        self._revision = revision
        self._file = file
        self._top = Path(top_level()).resolve()
        self._files = frozenset(files_at(revision))
        self._given = None if file is None else self._given_file(file)

    def find(self, path: str) -> Found:
        """Return what goes for a file of the working tree.

        Raises:
            InputError: if a settings file cannot be used.
        """
        if self._given is not None:
            return self._given
        for folder in self._name(path).parents:
            for name in (FILE_NAME, PYPROJECT):
                found = self._read(folder / name, is_project=name == PYPROJECT)
                if found is not None:
                    return found
        return Found(DEFAULT_CONFIGURATION, self._top)

    def is_changed(self, path: str) -> bool:
        """Return whether the settings for a file read otherwise in the working tree.

        Raises:
            InputError: if a settings file of either cannot be used.
        """
        from tailcli.inputs.configuration import Configurations

        file = self._file if self._file is not None and Path(self._file).is_file() else None
        return Configurations(file=file).find(path).configuration != self.find(path).configuration

    def _given_file(self, file: str) -> Found:
        name = self._name(file)
        if name.as_posix() not in self._files:
            return Found(DEFAULT_CONFIGURATION, self._top)
        found = self._read(name, is_project=name.name == PYPROJECT)
        if found is None:
            raise InputError(file, "there is no table [tool.tailcli] in it")
        return found

    def _read(self, name: PurePosixPath, *, is_project: bool) -> Found | None:
        if name.as_posix() not in self._files:
            return None
        source = read_revision(self._revision, name.as_posix(), limit=CONFIG_LIMIT)
        if is_project and "tailcli" not in source.text:
            return None
        configuration = _parsed(source, is_project=is_project)
        if configuration is None:
            return None
        return Found(configuration, self._top / name.parent, self._top / name)

    def _name(self, path: str) -> PurePosixPath:
        """Return what git calls a path."""
        absolute = Path.cwd().resolve() / path
        try:
            return PurePosixPath(absolute.relative_to(self._top).as_posix())
        except ValueError as error:
            raise InputError(path, "is not in this repository") from error


def _parsed(source: SourceText, *, is_project: bool) -> Configuration | None:
    from tailcli.config.errors import ConfigError
    from tailcli.config.reading import PYPROJECT_TABLE, read_configuration

    try:
        return read_configuration(source.text, table=PYPROJECT_TABLE if is_project else (), overrides={})
    except ConfigError as error:
        line = "" if error.line is None else f":{error.line}"
        raise InputError(f"{source.name}{line}", str(error)) from None
