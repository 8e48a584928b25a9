"""``tailcli test`` and ``tailcli access`` from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.policytests.policies import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import Outcome

PASSING = """{
  "tagOwners": {"tag:db": [], "tag:web": []},
  "acls": [{"action": "accept", "src": ["tag:web"], "dst": ["tag:db:22"]}],
  "tests": [{"src": "tag:web", "accept": ["tag:db:22"]}]
}
"""
UNKNOWN = PASSING.replace('"accept": ["tag:db:22"]', '"accept": ["100.64.0.5:22"]')
DEVICES = {"devices": [{"name": "db", "addresses": ["100.64.0.5"], "tags": ["tag:db"]}]}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    def writing(text: str, name: str = "policy.hujson") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return writing


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (PASSING, (), 0),
        (MIXED, (), 1),
        (UNKNOWN, (), 0),
        (UNKNOWN, ("--strict",), 1),
        ("{}", (), 0),
        ("{", (), 2),
        ("[]", (), 2),
        ("", (), 2),
    ],
)
def test_exit_codes_of_test(
    tailcli: Callable[..., Outcome],
    write: Callable[..., str],
    text: str,
    options: tuple[str, ...],
    code: int,
) -> None:
    outcome = tailcli("test", write(text), *options)
    assert outcome.code == code
    assert bool(outcome.err) is (code == 2)


def test_devices_tell_more(tailcli: Callable[..., Outcome], write: Callable[..., str]) -> None:
    devices = write(json.dumps(DEVICES), "devices.json")
    outcome = tailcli("test", write(UNKNOWN), "--devices", devices, "--strict")
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("broken", ["", "{", '{"devices": 1}', "\x00", "[1]"])
def test_a_broken_inventory_is_one_error(
    tailcli: Callable[..., Outcome], write: Callable[..., str], broken: str
) -> None:
    outcome = tailcli("test", write(UNKNOWN), "--devices", write(broken, "devices.json"))
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert "devices.json" in outcome.err


def test_formats_of_test(tailcli: Callable[..., Outcome], write: Callable[..., str]) -> None:
    policy = write(MIXED)
    assert json.loads(tailcli("test", policy, "--format", "json").out)["coverage"] is None
    assert len(json.loads(tailcli("test", policy, "--format", "json", "--coverage").out)["coverage"]) == 5
    assert tailcli("test", policy, "--format", "junit").out.startswith("<?xml")


def test_a_refused_policy_is_said_to_be_one(
    tailcli: Callable[..., Outcome], write: Callable[..., str]
) -> None:
    text = PASSING.replace('"src": ["tag:web"]', '"src": ["tag:web", "tag:gone"]')
    outcome = tailcli("test", write(text))
    assert "the control plane would refuse this policy" in outcome.err
    assert "tag:gone" in outcome.err
    assert outcome.code == 0


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (("--src", "tag:web", "--dst", "tag:db:22"), 0),
        (("--src", "tag:web", "--dst", "tag:db:23"), 1),
        (("--src", "100.64.0.5", "--dst", "tag:db:22"), 3),
    ],
)
def test_exit_codes_of_access(
    tailcli: Callable[..., Outcome], write: Callable[..., str], question: tuple[str, ...], code: int
) -> None:
    policy = write(PASSING)
    assert tailcli("access", policy, *question).code == 0
    assert tailcli("access", policy, *question, "--exit-code").code == code


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "name a source"),
        (("--src", "tag:wbe"), "did you mean tag:web?"),
        (("--src", "tag:web", "--exit-code"), "needs both"),
        (("--src", "tag:web", "--dst", "tag:db", "--proto", "tpc"), "did you mean tcp?"),
        (("--src", "device:x", "--dst", "tag:db"), "no device list"),
    ],
)
def test_bad_questions(
    tailcli: Callable[..., Outcome], write: Callable[..., str], options: tuple[str, ...], words: str
) -> None:
    outcome = tailcli("access", write(PASSING), *options)
    assert outcome.code == 2
    assert words in outcome.err


def test_open_questions(tailcli: Callable[..., Outcome], write: Callable[..., str]) -> None:
    policy = write(PASSING)
    assert "tag:web: 22" in tailcli("access", policy, "--dst", "tag:db").out
    assert "tag:db: 22" in tailcli("access", policy, "--src", "tag:web").out
    assert "nothing" in tailcli("access", policy, "--src", "tag:db").out
    answer = json.loads(tailcli("access", policy, "--src", "tag:web", "--format", "json").out)
    assert answer["verdict"] is None
    assert answer["reach"][0]["rows"][0]["parties"][0]["text"] == "tag:db"


def test_both_from_the_standard_input_is_refused(tailcli: Callable[..., Outcome]) -> None:
    assert tailcli("test", "-", "--devices", "-").code == 2
