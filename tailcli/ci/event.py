"""The event that started a workflow, as far as a check of policies needs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.inputs.errors import InputError
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PULL_REQUEST = "pull_request"
_WITH_SECRETS = "pull_request_target"
_MERGE_GROUP = "merge_group"
_LARGEST = 32 * 1024 * 1024


class Event(NamedTuple):
    """What happened.

    Attributes:
        name: ``pull_request``, ``push`` ...
        repository: ``owner/name``; empty where not told.
        number: of the pull request.
        base: the commit that the change is to be merged into.
        head: the last commit of the change.
        from_fork: whether the change comes from another repository (its token may only read then).
        text: what the author wrote about the pull request.
    """

    name: str
    repository: str = ""
    number: int | None = None
    base: str | None = None
    head: str | None = None
    from_fork: bool = False
    text: str = ""

    @property
    def is_change(self) -> bool:
        """Whether something is to be merged, so that there is an earlier version to compare with."""
        return self.base is not None


def read_event(environment: Mapping[str, str]) -> Event:
    """Return the event of this workflow run.

    Raises:
        InputError: if the file of the event cannot be used, or the event is one that hands secrets to code
            of strangers.
    """
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name == _WITH_SECRETS:
        reason = "runs with secrets on files that a stranger wrote; use the event pull_request"
        raise InputError(name, reason)
    repository = environment.get("GITHUB_REPOSITORY", "")
    if name == PULL_REQUEST:
        return _pull_request(_payload(environment), name, repository)
    if name == _MERGE_GROUP:
        group = _at(_payload(environment), "merge_group")
        return Event(name, repository, base=_text(group, "base_sha"), head=_text(group, "head_sha"))
    return Event(name, repository)


def _pull_request(payload: object, name: str, repository: str) -> Event:
    request = _at(payload, "pull_request")
    number = _at(request, "number")
    if not isinstance(number, int):
        raise InputError("GITHUB_EVENT_PATH", "the event names no pull request")
    return Event(
        name,
        repository,
        number,
        base=_text(_at(request, "base"), "sha"),
        head=_text(_at(request, "head"), "sha"),
        # The repository of a fork that was deleted is null: that is a fork all the same.
        from_fork=_text(_at(request, "head", "repo"), "full_name") != repository,
        text=_text(request, "body") or "",
    )


def _payload(environment: Mapping[str, str]) -> object:
    path = environment.get("GITHUB_EVENT_PATH", "")
    if not path:
        raise InputError("GITHUB_EVENT_PATH", "is not set: this runs inside a workflow of GitHub only")
    from tailcli.inputs.files import read_bytes

    try:
        found: object = json.loads(read_bytes(path, _LARGEST))
    except (ValueError, RecursionError) as error:
        raise InputError(Path(path).name, "the event is no JSON") from error
    return found


def _at(value: object, *names: str) -> object:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: object, name: str) -> str | None:
    found = _at(value, name)
    return found if isinstance(found, str) else None
