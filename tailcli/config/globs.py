"""Globs over paths: ``*`` and ``?`` within one step, ``**`` over any number of steps."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(glob: str, path: str) -> bool:
    """Tell whether a glob matches a path, both with ``/`` between the steps.

    A glob without a slash matches the last step of a path, wherever the file is.
    """
    if "/" not in glob:
        path = path.rpartition("/")[2]
    return _compiled(glob.removeprefix("./").lstrip("/")).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(glob: str) -> re.Pattern[str]:
    pattern, at = "", 0
    while at < len(glob):
        if glob.startswith("**/", at):
            pattern, at = f"{pattern}(?:[^/]+/)*", at + 3
        elif glob.startswith("**", at):
            pattern, at = f"{pattern}.*", at + 2
        else:
            pattern, at = pattern + _one(glob[at]), at + 1
    return re.compile(pattern, re.DOTALL)


def _one(character: str) -> str:
    return {"*": "[^/]*", "?": "[^/]"}.get(character, re.escape(character))
