"""The names of files, as forges want them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tailcli.source.text import SourceText
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tailcli.lint.runner import LintResult

_FIRST_HALF, _LAST_HALF = 0xD800, 0xDFFF
_FIRST_BYTE, _LAST_BYTE = 0xDC80, 0xDCFF


def forge_path(name: str) -> str:
    """Return a name with ``/`` between its parts and without ``./`` before them; ``?`` is what is no text."""
    return _slashed(name).encode("utf-8", "replace").decode()


def forge_uri(name: str) -> str:
    """Return the same as a relative reference; whatever it cannot hold is percent-encoded."""
    from urllib.parse import quote

    return quote(_slashed(name), errors="surrogateescape" if _is_bytes(name) else "surrogatepass")


def _is_bytes(name: str) -> bool:
    """Tell whether each half of a surrogate pair in a name stands for a byte that is no text."""
    return all(
        _FIRST_BYTE <= ord(each) <= _LAST_BYTE for each in name if _FIRST_HALF <= ord(each) <= _LAST_HALF
    )


def _slashed(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./")


def annotated_path(name: str) -> str:
    """Return the path of a file for annotations; a version in git or a stream has none, and gives ``""``."""
    return "" if ":" in name or name.startswith("<") else forge_path(name)


class Folders(NamedTuple):
    """Where names of files count from; both are absolute.

    Attributes:
        here: the folder in which the names of the user are meant.
        top: the root of the repository, from which forges count; the same outside of one.
    """

    here: Path
    top: Path

    def named(self, name: str) -> str:
        """Return the name of a file as the repository calls it; one outside of it, and no file, as it is."""
        from pathlib import Path

        path = Path(name)
        if not path.is_absolute() and (":" in name or name.startswith("<")):
            return name
        whole = Path(os.path.normpath(self.here / path))
        return whole.relative_to(self.top).as_posix() if whole.is_relative_to(self.top) else name


def relative_to(results: Iterable[LintResult], folders: Folders) -> list[LintResult]:
    """Return results in which files have the names that the repository has for them."""
    return [_relative(result, folders) for result in results]


def _relative(result: LintResult, folders: Folders) -> LintResult:
    name = folders.named(result.source.name)
    if name == result.source.name:
        return result
    findings = tuple(finding._replace(file=name) for finding in result.findings)
    return result._replace(source=SourceText(name, result.source.text), findings=findings)
