"""Which selectors stand for a crowd, and where."""

from __future__ import annotations

import pytest

from tailcli.lint.breadth import broad_people
from tailcli.policy.autogroups import Position


@pytest.mark.parametrize(
    "text", ["*", "autogroup:member", "autogroup:members", "autogroup:tagged", "user:*@example.com"]
)
def test_crowds(text: str) -> None:
    assert broad_people(text)


@pytest.mark.parametrize(
    "text", ["autogroup:admin", "group:a", "tag:a", "a@example.com", "10.0.0.0/8", "autogroup:self"]
)
def test_selectors_that_choose(text: str) -> None:
    assert broad_people(text) is None


@pytest.mark.parametrize("position", [Position.TAG_OWNER, Position.APPROVER, Position.SSH_SRC])
def test_what_cannot_stand_at_a_place_is_another_fault(position: Position) -> None:
    assert broad_people("*", position) is None
    assert broad_people("autogroup:danger-all", position) is None
    assert broad_people("autogroup:member", position)
