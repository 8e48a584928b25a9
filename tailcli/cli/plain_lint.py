"""``tailcli lint`` as hooks and CI call it, without the framework.

Loading Typer and telling it of every option of ``lint`` takes longer than to lint a usual policy, and a
hook pays for it on every commit. A call that has only paths, ``--format`` and ``--fail-on`` is therefore read
here, into the very job that the command makes of it; any other call, a wrong one too, is Typer's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.cli.exits import FailOn
from tailcli.cli.lint_choice import Flags
from tailcli.cli.lint_run import Printing, job_for, run
from tailcli.inputs.configuration import Configurations
from tailcli.report.formats import FindingFormat
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORMATS = {one.value: one for one in FindingFormat}
_FAIL_ON = {one.value: one for one in FailOn}


class PlainCall(NamedTuple):
    """A call of ``lint``: its paths (at least one), the format, and what fails (None where not told)."""

    paths: tuple[str, ...]
    output: FindingFormat = FindingFormat.FULL
    fail_on: FailOn | None = None


def plain_call(arguments: Sequence[str]) -> PlainCall | None:
    """Return the call that the arguments are, or None where they need the whole command line."""
    if arguments[:1] != ["lint"]:
        return None
    call = PlainCall(())
    words = iter(arguments[1:])
    for word in words:
        option, equals, value = word.partition("=")
        if option in ("--format", "--fail-on"):
            given = value if equals else next(words, "")
            if option == "--format" and given in _FORMATS:
                call = call._replace(output=_FORMATS[given])
            elif option == "--fail-on" and given in _FAIL_ON:
                call = call._replace(fail_on=_FAIL_ON[given])
            else:
                return None
        elif word.startswith("-") and word != "-":
            return None
        else:
            call = call._replace(paths=(*call.paths, word))
    return call._replace(paths=call.paths or (".",))


def run_plainly(call: PlainCall) -> int:
    """Lint, print, and return the exit code, as the command does without further options.

    Raises:
        InputError: for a settings file that cannot be used.
    """
    flags = Flags(fail_on=call.fail_on)
    return run(job_for(call.paths, "<stdin>", Configurations(), flags, Printing(call.output)))
