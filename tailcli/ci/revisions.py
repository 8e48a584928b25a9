"""Which commit a pull request is compared with: the one that merging it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.inputs.errors import InputError
from tailcli.inputs.git import GitError, ask, demand, merge_base

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.ci.event import Event

_MERGE_PARENTS = 2


def base_revision(event: Event, environment: Mapping[str, str]) -> str:
    """Return the id of the old side of a change.

    Where the checkout is the merge that GitHub makes of a pull request, that is its first parent: what is
    in the target branch now. Otherwise it is the common ancestor with the commit that the event names.

    Raises:
        InputError: if that commit is not in the clone; the message names the ``fetch-depth`` to set.
    """
    parents = _parents()
    if len(parents) == _MERGE_PARENTS and _is_merge_of(event, parents[1], environment):
        if _is_here(parents[0]):
            return parents[0]
        raise _absent("what this pull request would be merged into", 2)
    return _ancestor(event)


def _ancestor(event: Event) -> str:
    base = event.base
    if base is None:
        raise InputError(event.name, "this event has no earlier version to compare with")
    if not _is_here(base):
        raise _absent("the base of this change", 0)
    try:
        return merge_base("HEAD", base)
    except GitError as error:
        raise _absent("the common ancestor with the base of this change", 0) from error


def _absent(what: str, depth: int) -> InputError:
    return InputError("git", f"{what} is not in this clone: give actions/checkout `fetch-depth: {depth}`")


def _parents() -> list[str]:
    """Return the parents that HEAD names, also where a shallow clone does not hold them."""
    commit = demand(".", "HEAD", "cat-file", "commit", "HEAD")
    head = commit.partition(b"\n\n")[0].decode("ascii", "replace")
    return [line.removeprefix("parent ") for line in head.split("\n") if line.startswith("parent ")]


def _is_merge_of(event: Event, second: str, environment: Mapping[str, str]) -> bool:
    if second == event.head:
        return True
    # The event can lag behind the branch; the name of what was checked out does not.
    head = demand(".", "HEAD", "rev-parse", "HEAD").decode().strip()
    is_merge_ref = environment.get("GITHUB_REF") == f"refs/pull/{event.number}/merge"
    return is_merge_ref and environment.get("GITHUB_SHA") == head


def _is_here(commit: str) -> bool:
    return ask(".", commit, "cat-file", "-e", "--end-of-options", f"{commit}^{{commit}}") is not None
