"""Running the command line inside the test's process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tailcli.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


def runner(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Return a function that runs ``tailcli`` with the arguments given."""

    def tailcli(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as caught:
            run(arguments)
        captured = capsys.readouterr()
        return Outcome(int(caught.value.code or 0), captured.out, captured.err)

    return tailcli
