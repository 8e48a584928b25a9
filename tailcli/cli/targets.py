"""From the paths that the user gives to the policies that are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli import api
from tailcli.inputs.errors import InputError
from tailcli.inputs.files import STDIN, is_folder, read_any
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.model import Policy


class Targets(NamedTuple):
    """The policies to work on, what to say on the error stream, and whether an input could not be used."""

    policies: tuple[Policy, ...]
    talk: tuple[str, ...]
    failed: bool


class _Target(NamedTuple):
    path: str
    discovered: bool


def targets(paths: list[str], stdin_name: str) -> Targets:
    """Read every path; a folder stands for the policy files in it, of which there must be one.

    A file found in a folder counts only if it looks like a policy. One that cannot be read fails the run
    if its name says that it is a policy (``.hujson``); otherwise it is mentioned and passed over.
    """
    policies: list[Policy] = []
    talk: list[str] = []
    failed = False
    for path in paths:
        before = len(policies)
        for target in _expand(path):
            try:
                policies += _policy(target, stdin_name)
            except InputError as error:
                fatal = not target.discovered or target.path.lower().endswith(".hujson")
                failed = failed or fatal
                talk.append(f"{'error' if fatal else 'passed over'}: {error}")
        if len(policies) == before and is_folder(path):
            talk.append(f"error: {path}: no policy file found in this folder")
            failed = True
    return Targets(tuple(policies), tuple(talk), failed)


def _expand(path: str) -> Iterator[_Target]:
    if path == STDIN or not is_folder(path):
        yield _Target(path, discovered=False)
        return
    from tailcli.inputs.discovery import candidates

    for found in candidates(path):
        yield _Target(found, discovered=True)


def _policy(target: _Target, stdin_name: str) -> tuple[Policy, ...]:
    """Return the policy at a path, or nothing where a discovered file turns out to be something else."""
    policy = api.load(read_any(target.path, stdin_name=stdin_name))
    if target.discovered:
        from tailcli.inputs.discovery import looks_like_policy

        return (policy,) if looks_like_policy(policy) else ()
    return (policy,)
