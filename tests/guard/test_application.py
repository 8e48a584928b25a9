"""Guardrails on applications: overlap breaks a prohibition, a demand wants all of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tailcli.access.permissions import read_permissions
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.config.reading import read_configuration
from tailcli.guard.breach import Lane
from tailcli.guard.check import breaches
from tailcli.guard.wording import breach_words, example_words
from tailcli.policy.load import load
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from tailcli.policy.model import Policy

CAP = "tailscale.com/cap/"
BASE: dict[str, Any] = {
    "groups": {"group:ops": ["alice@example.com"], "group:dev": ["dan@example.com"]},
    "tagOwners": {"tag:vault": [], "tag:web": []},
    "postures": {"posture:mac": ["node:os == 'macos'"]},
}


def policy(name: str, *parameters: dict[str, Any], src: str = "group:dev", **more: object) -> Policy:
    grant = {"src": [src], "dst": ["tag:vault"], "app": {name: list(parameters)}, **more}
    return load(SourceText("p", json.dumps({**BASE, "grants": [grant]})))


def guardrails(kind: str, name: str, *parameters: dict[str, Any], src: str = "*") -> Guardrails:
    """The guardrail as a settings file says it."""
    said = ", ".join(map(_toml, parameters))
    text = (
        f'[[guard.{kind}]]\nname = "g"\nfrom = ["{src}"]\nto = ["tag:vault"]\napp = {{ "{name}" = [{said}] }}'
    )
    found = read_configuration(text)
    assert found is not None
    return found.guardrails


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(item)}' for key, item in value.items())} }}"
    return f"[{', '.join(map(_toml, value))}]" if isinstance(value, list) else json.dumps(value)


def get(*names: str, action: str = "get") -> dict[str, Any]:
    return {"action": [action], "secret": list(names)}


def impersonate(*groups: str) -> dict[str, Any]:
    return {"impersonate": {"groups": list(groups)}}


def share(name: str, access: str) -> dict[str, Any]:
    return {"shares": [name], "access": access}


# For each: the capability, what a guardrail names, what a policy gives, whether that breaks a prohibition,
# and whether it fulfils a demand.
Case = tuple[str, dict[str, Any] | None, dict[str, Any], bool, bool]
CASES: list[Case] = [
    ("secrets", get("prod/*"), get("prod/*"), True, True),
    ("secrets", get("prod/*"), get("*"), True, True),
    ("secrets", get("prod/*"), get("prod/db"), True, False),
    ("secrets", get("prod/*"), get("*/key"), True, False),
    ("secrets", get("prod/*"), get("dev/*"), False, False),
    ("secrets", get("prod/*"), get("*", action="put"), False, False),
    ("secrets", None, get("dev/key", action="info"), True, True),
    ("kubernetes", impersonate("system:masters"), impersonate("system:masters", "a"), True, True),
    ("kubernetes", impersonate("system:masters"), impersonate("a"), False, False),
    ("drive", share("docs", "ro"), share("*", "rw"), True, True),
    ("drive", share("docs", "rw"), share("docs", "ro"), False, False),
    ("drive", share("*", "ro"), share("docs", "ro"), True, False),
    ("proxy-to-grafana", {"role": "editor"}, {"role": "admin"}, True, True),
    ("proxy-to-grafana", {"role": "editor"}, {"role": "viewer"}, False, False),
    ("golink", {"admin": True}, {"admin": True}, True, True),
    ("relay", None, {}, True, True),
    ("webui", {"canEdit": ["ssh"]}, {"canEdit": ["*"]}, True, True),
    ("tailsql", {"dataSrc": ["*"]}, {"dataSrc": ["main"]}, True, False),
]
OTHERS: list[Case] = [
    ("example.com/cap/a", {"role": "admin"}, {"role": "admin"}, True, True),
    ("example.com/cap/a", {"role": "admin"}, {"role": "admin", "team": "x"}, True, False),
    ("example.com/cap/a", {"may": ["read"]}, {"may": ["read", "write"]}, True, False),
    ("example.com/cap/a", {"may": ["read"]}, {"may": ["write"]}, False, False),
    ("example.com/cap/a", {"on": 1}, {"on": True}, False, False),
    ("example.com/cap/a", None, {"role": "admin"}, True, True),
]


@pytest.mark.parametrize(
    ("name", "wanted", "given", "breaks", "fulfils"), [(CAP + one[0], *one[1:]) for one in CASES] + OTHERS
)
def test_overlap_breaks_a_prohibition_and_only_all_of_it_fulfils_a_demand(
    name: str, wanted: dict[str, Any] | None, given: dict[str, Any], *, breaks: bool, fulfils: bool
) -> None:
    parameters = () if wanted is None else (wanted,)
    forbidden = breaches(policy(name, given), guardrails("must-not-reach", name, *parameters))
    missing = breaches(policy(name, given), guardrails("must-reach", name, *parameters, src="group:dev"))
    assert bool(forbidden) is breaks
    assert bool(missing) is not fulfils
    assert {one.lane for one in (*forbidden, *missing)} <= {Lane.APPLICATION}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            policy(CAP + "secrets", get("*", "dev/x")),
            '"group:dev" may use secrets: get * on "tag:vault" | secrets: get prod/any',
        ),
        (
            policy(CAP + "secrets", get("*/key"), srcPosture=["posture:mac"]),
            (
                '"group:dev" may use secrets: get */key on "tag:vault" only if the device has '
                "node:os == 'macos' | secrets: get prod/key"
            ),
        ),
    ],
)
def test_what_is_said(given: Policy, words: str) -> None:
    (one,) = breaches(given, guardrails("must-not-reach", CAP + "secrets", get("prod/*")))
    example = example_words(one)
    assert example.startswith("dan@example.com -> tag:vault ")
    told = breach_words(one, "t.toml").partition(", against")[0]
    assert f"{told} | {example.removeprefix('dan@example.com -> tag:vault ')}" == words


def test_a_demand_says_what_is_missing() -> None:
    given = policy(CAP + "secrets", get("prod/*"), srcPosture=["posture:mac"])
    rails = guardrails("must-reach", CAP + "secrets", get("prod/*", "ci"), src="group:dev")
    (one,) = breaches(given, rails)
    assert breach_words(one, "t.toml").startswith(
        '"group:dev" cannot always use secrets: get prod/*, ci on "tag:vault", though the guardrail '
    )


def test_exceptions_and_other_destinations_are_not_meant() -> None:
    wanted = tuple(read_permissions(CAP + "secrets", [get("prod/*")]))
    rails = [
        Guardrail("g", ("*",), ("tag:vault",), (), exceptions=("group:dev",), permissions=wanted),
        Guardrail("g", ("*",), ("tag:web",), (), permissions=wanted),
    ]
    for one in rails:
        assert breaches(policy(CAP + "secrets", get("*")), Guardrails((one,))) == ()


def test_traffic_of_the_same_rule_is_not_meant() -> None:
    given = policy(CAP + "secrets", get("dev/*"), ip=["*"])
    assert breaches(given, guardrails("must-not-reach", CAP + "secrets", get("prod/*"))) == ()
