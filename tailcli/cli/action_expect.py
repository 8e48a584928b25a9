"""Holding a pull request to the ``Access-Change:`` lines in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.cli.diff_input import Versions
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from tailcli.cli.action import Job
    from tailcli.cli.action_diff import Change
    from tailcli.diff.expect import Judgement

NAME = "pull request"
_WISHES = ("announced", "required", "never")


def announced(job: Job, change: Change) -> Change:
    """Return the change with the judgement on what its author announced, where that is asked for.

    ``announced`` judges where the text has such lines, ``required`` always, ``never`` not at all.

    Raises:
        InputError: if the input is none of these, a line cannot be understood, or several files change.
    """
    from tailcli.diff.statements import KEY

    wish = job.told("TAILCLI_EXPECT") or "never"
    if wish not in _WISHES:
        raise InputError("expect", f"is one of {', '.join(_WISHES)}")
    is_told = any(line.strip().startswith(KEY) for line in job.event.text.splitlines())
    if wish == "never" or (wish == "announced" and not is_told) or change.errors or change.doubts:
        return change
    return change._replace(judgement=_judged(job.event.text if is_told else f"{KEY} none\n", change))


def _judged(text: str, change: Change) -> Judgement:
    from tailcli.diff.expect import judge
    from tailcli.diff.statements import StatementError, read_statements
    from tailcli.source.text import SourceText

    if len(change.versions) > 1:
        raise InputError(NAME, "announces one policy file's change, but several change")
    try:
        statements = read_statements(SourceText(NAME, text))
    except StatementError as error:
        raise InputError(error.place, error.reason) from error
    versions = change.versions[0] if change.versions else Versions(None, None)
    return judge(versions.old, versions.new, statements, NAME, versions.known)
