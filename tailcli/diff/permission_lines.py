"""Application permissions of one row in as few phrases as say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import SECRET_ACTIONS, SECRETS
from tailcli.access.wording import permission_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.permissions import Permission


def permission_lines(permissions: Iterable[Permission]) -> tuple[str, ...]:
    """Return phrases for permissions; secrets with the same actions are told together."""
    every = list(permissions)
    secrets = [permission for permission in every if permission.capability == SECRETS]
    others = [permission_words(permission) for permission in every if permission.capability != SECRETS]
    return (*_secret_lines(secrets), *dict.fromkeys(others))


def _secret_lines(permissions: Iterable[Permission]) -> list[str]:
    actions: dict[str, set[str]] = {}
    for permission in permissions:
        actions.setdefault(permission.object, set()).add(permission.action)
    globs: dict[tuple[str, ...], list[str]] = {}
    for glob, found in actions.items():
        globs.setdefault(tuple(sorted(found, key=SECRET_ACTIONS.index)), []).append(glob)
    return [f"secrets: {', '.join(found)} on {', '.join(names)}" for found, names in globs.items()]
