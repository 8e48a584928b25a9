"""Policies given as plain data, checked, and their problems as short rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tailcli.policy.check import check
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem


class Row(NamedTuple):
    """A problem as the tests compare it: its kind's name, the text that it underlines, the server's words."""

    kind: str
    blamed: str
    server: str | None


def policy_of(data: Mapping[str, object]) -> Policy:
    policy = load(SourceText("policy.hujson", json.dumps(data, ensure_ascii=False)))
    assert not policy.document.problems
    return policy


def problems_of(data: Mapping[str, object], domains: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
    return check(policy_of(data), domains)


def rows_of(data: Mapping[str, object], domains: tuple[str, ...] | None = None) -> list[Row]:
    policy = policy_of(data)
    text = policy.document.source.text
    return [
        Row(problem.kind.value, text[problem.span.start : problem.span.end], problem.server)
        for problem in check(policy, domains)
    ]
