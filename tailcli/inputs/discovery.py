"""Finding the policy files of a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.model import Policy

_WORDS = ("tailscale", "tailnet", "acl")
_SKIPPED_FOLDERS = frozenset(("node_modules", "__pycache__"))


def candidates(folder: str) -> tuple[str, ...]:
    """Return the paths in a folder that are policy files by their name, sorted, ignored ones left out.

    Names: ``*.hujson``, and ``.json`` or ``.jsonc`` whose name contains ``tailscale``, ``tailnet`` or
    ``acl``. Git says what is ignored where there is a repository; elsewhere hidden folders and
    ``node_modules`` are. Whether a file is a policy is then for ``looks_like_policy`` to say.
    """
    from tailcli.inputs.git import files_now

    known = files_now(folder)
    names = _walk(folder) if known is None else iter(known)
    paths = (Path(folder, name) for name in names if is_policy_name(Path(name).name))
    return tuple(sorted({str(path) for path in paths if path.is_file()}))


def is_policy_name(name: str) -> bool:
    """Return whether a file of that name may hold a policy."""
    lower = name.lower()
    if lower.endswith(".hujson"):
        return True
    return lower.endswith((".json", ".jsonc")) and any(word in lower for word in _WORDS)


def looks_like_policy(policy: Policy) -> bool:
    """Return whether a file is meant as a policy: an object with at least one known section."""
    return bool(policy.sections)


def _walk(folder: str) -> Iterator[str]:
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS]
        for name in files:
            yield str(Path(path, name).relative_to(folder))
