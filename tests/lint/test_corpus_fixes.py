"""Real policies: every fix leaves a file that reads, and a second run finds nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli import api
from tailcli.compare.equality import same_access
from tailcli.config.settings import Settings
from tailcli.findings.model import Persona
from tailcli.policy.check import refused
from tests import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.policy.model import Policy

ALL = Settings(persona=Persona.AUDITOR)

pytestmark = [pytest.mark.corpus, corpus.needed]


def policies(step: int = 1, start: int = 0) -> Iterator[Policy]:
    """One in so many of the newest versions."""
    read = map(corpus.read, corpus.sample(corpus.newest(), step, start))
    return (policy for policy in read if policy.sections)


def values_of(policy: Policy) -> list[str]:
    return [" ".join(comment.text.split()) for comment in policy.document.comments]


def test_safe_fixes_keep_the_meaning_of_real_policies() -> None:
    changed = 0
    for policy in policies(2):
        fixed = api.fix(policy, settings=ALL)
        changed += fixed.is_changed
        new = api.load(fixed.result.source)
        assert fixed.is_settled
        assert len(new.document.problems) <= len(policy.document.problems)
        if not policy.document.problems:
            assert same_access(policy, new)
            assert refused(policy) == refused(new)
        assert not api.fix(new, settings=ALL).is_changed
    assert changed > 20


def test_all_fixes_of_real_policies_come_to_an_end() -> None:
    for policy in policies(2, 1):
        fixed = api.fix(policy, settings=ALL, unsafe=True)
        new = api.load(fixed.result.source)
        assert fixed.is_settled
        assert len(new.document.problems) <= len(policy.document.problems)
        assert not api.fix(new, settings=ALL, unsafe=True).is_changed


def test_repairs_and_layout_keep_every_comment_of_real_policies() -> None:
    chosen = Settings(select=("TP901", "TP014"))
    for policy in policies():
        assert values_of(api.load(api.fix(policy, settings=chosen).result.source)) == values_of(policy)


def test_suppressions_silence_everything_in_real_policies() -> None:
    for policy in policies(6):
        if policy.document.problems:
            continue
        text = api.add_suppressions(policy, settings=ALL)
        assert api.lint(text, settings=ALL).findings == ()
        assert same_access(policy, api.load(text))
        assert api.add_suppressions(text, settings=ALL) == text
