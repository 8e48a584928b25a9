"""The one look of what findings say."""

from __future__ import annotations

import pytest

from tailcli.findings.wording import sentence


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("the group is unknown.", "The group is unknown"),
        ("The group is unknown", "The group is unknown"),
        ('acls[0] has no field "dest".', 'acls[0] has no field "dest"'),
        ('"group:dev" is unknown', '"group:dev" is unknown'),
        ("checkPeriod is too long", "checkPeriod is too long"),
        ("and so on...", "And so on..."),
        ("", ""),
    ],
)
def test_sentences(given: str, expected: str) -> None:
    assert sentence(given) == expected
