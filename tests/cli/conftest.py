"""Fixtures for tests of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import runner

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.running import Outcome


@pytest.fixture
def tailcli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    return runner(capsys)
