"""What is said of a broken guardrail: it is named once, and what is missing is told as it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.config.reading import read_configuration
from tailcli.guard.check import breaches
from tailcli.guard.wording import breach_words, guardrail_words, idle_words
from tailcli.policy.load import load
from tailcli.source.text import SourceText

BREAK_GLASS = Guardrail("break glass", ("group:ops",), ("tag:db",), ("tcp:22",), reason="on call", line=3)


def missing(*grants: dict[str, Any]) -> str:
    sections = {
        "groups": {"group:ops": ["alice@example.com"]},
        "tagOwners": {"tag:db": []},
        "postures": {"posture:mac": ["node:os == 'macos'"]},
        "grants": list(grants),
    }
    policy = load(SourceText("p", json.dumps(sections)))
    (found,) = breaches(policy, Guardrails((), (BREAK_GLASS,)))
    return breach_words(found, "t.toml")


def way(port: str, **more: object) -> dict[str, Any]:
    return {"src": ["group:ops"], "dst": ["tag:db"], "ip": [port], **more}


AS_DEMANDED = 'though the guardrail "break glass" (t.toml:3) demands it: on call'


@pytest.mark.parametrize(
    ("given", "cannot"),
    [
        ([], "cannot"),
        ([way("tcp:443")], "cannot"),
        ([way("tcp:443", srcPosture=["posture:mac"])], "cannot"),
        ([way("tcp:22", srcPosture=["posture:mac"])], "cannot always"),
    ],
)
def test_what_is_missing_and_what_is_given_at_times(given: list[dict[str, Any]], cannot: str) -> None:
    assert missing(*given) == f'"group:ops" {cannot} reach "tag:db" on tcp:22, {AS_DEMANDED}'


NAMELESS = """
[[guard.must-reach]]
from = ["group:ops"]
to = ["tag:db"]
"""


def test_a_guardrail_without_a_name_is_called_by_its_place() -> None:
    (one,) = read_configuration(NAMELESS).settings.guardrails.must_reach
    assert guardrail_words(one, "t.toml") == "the guardrail at t.toml:2"
    assert guardrail_words(one, "") == "the guardrail must-reach[0]"
    assert guardrail_words(one._replace(line=None), "t.toml") == "the guardrail must-reach[0] (t.toml)"
    (named,) = read_configuration(f'{NAMELESS}name = "way"').settings.guardrails.must_reach
    assert guardrail_words(named, "t.toml") == 'the guardrail "way" (t.toml:2)'


def test_a_guardrail_that_guards_nothing_is_named_once() -> None:
    (one,) = read_configuration(NAMELESS).settings.guardrails.must_reach
    assert idle_words(one, "t.toml") == (
        "the guardrail at t.toml:2 guards nothing: this version knows nobody or nothing by its names "
        '("group:ops" -> "tag:db")'
    )
