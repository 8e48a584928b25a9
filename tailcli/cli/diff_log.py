"""The history of one policy file, each version compared with the last one before that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tailcli import api
from tailcli.cli.diff_input import Versions, readable
from tailcli.inputs.errors import InputError
from tailcli.report.counts import number
from tailcli.report.diff.formats import DiffFormat
from tailcli.report.diff.history import State, Step
from tailcli.report.escape import terminal
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tailcli.access.inventory import Inventory
    from tailcli.cli.diff_gates import GateKeeper
    from tailcli.inputs.history import Commit
    from tailcli.policy.model import Policy
    from tailcli.report.style import Style

# How far behind the last commit shown a readable version is looked for.
_FURTHER = 100


class History(NamedTuple):
    """The steps, newest first, and what to say on the error stream."""

    steps: tuple[Step, ...]
    talk: tuple[str, ...] = ()


def history(
    path: str, most: int, keeper: GateKeeper | None = None, known: Inventory | None = None
) -> History:
    """Walk the last commits that changed a file; with a ``keeper`` say which changes its gates fail.

    What is known of the tailnet is that of today, for all commits.

    Raises:
        InputError: if this is no repository, or no commit has such a file.
    """
    from tailcli.inputs.history import commits, is_cut_short

    found = commits(path, most + _FURTHER)
    if not found:
        raise InputError(path, "no commit of this branch has such a file")
    cut = is_cut_short(found, most + _FURTHER)
    walk = _Walk(found, keeper, known, cut=cut)
    steps = tuple(walk.step(place) for place in range(min(most, len(found))))
    talk = (_SHALLOW,) if cut and len(found) <= most else ()
    return History(steps, talk if keeper is None else (*talk, _failing(steps)))


def _failing(steps: Sequence[Step]) -> str:
    """Say how many changes fail, since nothing in the list shows that none does."""
    asked = [step for step in steps if step.gates is not None]
    failing = sum(bool(step.gates) for step in asked)
    return f"{failing} of {number(len(asked), 'change')} {'fails' if failing == 1 else 'fail'} a gate."


_SHALLOW = (
    "note: this clone is shallow, so the history ends early: fetch the rest "
    "(git fetch --unshallow; on GitHub, fetch-depth: 0 for actions/checkout)"
)


class _Walk:
    """The versions of a file, each read and parsed once."""

    __slots__ = ("_commits", "_cut", "_keeper", "_known", "_read")

    def __init__(
        self, commits: Sequence[Commit], keeper: GateKeeper | None, known: Inventory | None, *, cut: bool
    ) -> None:
        self._commits = commits
        self._keeper = keeper
        self._cut = cut
        self._known = known
        self._read: dict[int, Policy | InputError | None] = {}

    def step(self, place: int) -> Step:
        """Return the step of a commit, counted from the newest."""
        commit = self._commits[place]
        new = self._version(place)
        plain = Step(commit.id, commit.short, commit.subject, commit.path, State.UNREADABLE)
        if isinstance(new, InputError):
            return plain._replace(reason=str(new))
        old = self._before(place)
        if isinstance(old, str):
            return plain._replace(state=State.UNKNOWN, reason=old)
        diff = api.diff(old, new, inventory=self._known)
        return self._gated(plain._replace(state=State.COMPARED, diff=diff), Versions(old, new, self._known))

    def _gated(self, step: Step, versions: Versions) -> Step:
        """Add the gates that fail, by the settings that were in force then unless others are named."""
        if self._keeper is None or step.diff is None:
            return step
        try:
            found = self._keeper.rule(step.diff, versions).gated.findings
        except InputError as error:
            return step._replace(reason=str(error))
        return step._replace(gates=tuple(dict.fromkeys(one.name for one in found if one.fails)))

    def _before(self, place: int) -> Policy | str | None:
        """Return the last readable version before a commit's, or why none is known."""
        for earlier in range(place + 1, len(self._commits)):
            version = self._version(earlier)
            if not isinstance(version, InputError):
                return version
        if self._cut:
            return "the clone is shallow: the version before is not here"
        return None if place + 1 == len(self._commits) else "no earlier version can be read"

    def _version(self, place: int) -> Policy | InputError | None:
        if place not in self._read:
            self._read[place] = _version(self._commits[place])
        return self._read[place]


def _version(commit: Commit) -> Policy | InputError | None:
    from tailcli.inputs.git import read_revision

    if commit.removed:
        return None
    try:
        return readable(read_revision(commit.short, commit.path))
    except InputError as error:
        return error


def only_policy() -> str:
    """Return the policy file of the current folder, of which there must be one.

    Raises:
        typer.BadParameter: if there is none, or more than one.
    """
    from tailcli.inputs.discovery import candidates, looks_like_policy
    from tailcli.inputs.files import read_any

    found = []
    for path in candidates("."):
        try:
            found += [path] if looks_like_policy(api.load(read_any(path))) else []
        except InputError:
            continue
    if len(found) != 1:
        names = f": {', '.join(map(terminal, found[:5]))}" if found else ""
        raise typer.BadParameter(f"name the file whose history to show ({len(found)} found here{names})")
    return found[0]


def rendered(steps: Sequence[Step], output: DiffFormat, style: Style) -> str:
    """Return the history in a format.

    Raises:
        typer.BadParameter: if a history cannot be shown in it.
    """
    from tailcli.report.diff import history as report

    match output:
        case DiffFormat.TEXT:
            return report.render(steps, style)
        case DiffFormat.JSON:
            return report.render_json(steps)
        case DiffFormat.JSONL:
            return report.render_jsonl(steps)
        case _:
            raise typer.BadParameter(f"a history cannot be shown as {output.value}: text, json or jsonl")
