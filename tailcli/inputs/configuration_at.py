"""The settings that a revision of the repository holds for a file: what a change cannot have edited."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tailcli.config.configuration import DEFAULT_CONFIGURATION
from tailcli.inputs.configuration import CONFIG_LIMIT, FILE_NAME, PYPROJECT, Found, parsed
from tailcli.inputs.decoding import decode
from tailcli.inputs.git import files_at, read_bytes, repository_path, top_level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.config.configuration import Configuration


class ConfigurationsAt:
    """The settings files of one revision, each read once.

    Args:
        revision: any revision that git knows.
        overrides: parsed settings that beat those of every file.

    Raises:
        GitError: if this is no repository, or there is no such revision.
    """

    def __init__(self, revision: str, overrides: Mapping[str, object] | None = None) -> None:
        self._revision = revision
        self._overrides = overrides or {}
        self._top = Path(top_level())
        self._files = frozenset(files_at(revision))
        self._by_folder: dict[PurePosixPath, Found | None] = {}

    def find(self, path: str) -> Found:
        """Return what went at the revision for a file that is given by its path from here.

        Raises:
            InputError: if a settings file of the revision cannot be used.
        """
        return self.find_named(self.name_of(path))

    def find_named(self, name: str) -> Found:
        """Return the same for a file by its path from the top of the repository, as git says it."""
        found = self._upwards(PurePosixPath(name).parent)
        return found or Found(self._without_file(), self._top)

    def name_of(self, path: str) -> str:
        """Return what git calls a path from here, whether there is such a file or not."""
        return repository_path(path)

    def settings_path(self, name: str) -> str:
        """Return what ``Found.settings_for`` wants for a path from the top of the repository."""
        return str(self._top / name)

    def _without_file(self) -> Configuration:
        if not self._overrides:
            return DEFAULT_CONFIGURATION
        from tailcli.config.assembly import assemble

        return assemble(self._overrides)

    def _upwards(self, folder: PurePosixPath) -> Found | None:
        if folder not in self._by_folder:
            found = self._in_folder(folder)
            is_top = folder.parent == folder
            self._by_folder[folder] = found or (None if is_top else self._upwards(folder.parent))
        return self._by_folder[folder]

    def _in_folder(self, folder: PurePosixPath) -> Found | None:
        for name in (FILE_NAME, PYPROJECT):
            path = (folder / name).as_posix()
            found = self._read(path, folder) if path in self._files else None
            if found is not None:
                return found
        return None

    def _read(self, path: str, folder: PurePosixPath) -> Found | None:
        name = f"{self._revision}:{path}"
        data = read_bytes(self._revision, path, limit=CONFIG_LIMIT)
        is_project = path.endswith(PYPROJECT)
        if is_project and b"tailcli" not in data:
            return None
        text = decode(name, data).text if data else ""
        configuration = parsed(text, self._overrides, is_project=is_project, shown=name)
        if configuration is None:
            return None
        return Found(configuration.from_file(name), self._top / folder, name=name)
