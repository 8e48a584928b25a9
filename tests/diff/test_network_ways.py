"""Application rows say where no access rule opens a way to the application."""

from __future__ import annotations

from typing import Any

import pytest

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Lane
from tailcli.diff.network_ways import NO_WAY, NOT_YET

from .policies import POLICY, edited, read

SECRETS = "tailscale.com/cap/secrets"
GET = {"action": ["get"], "secret": ["ci/*"]}
APP: dict[str, Any] = {"src": ["group:ops"], "dst": ["tag:web"], "app": {SECRETS: [GET]}}
OWN: dict[str, Any] = {**APP, "dst": ["autogroup:self"]}
RELAY = {"tailscale.com/cap/relay": [{}]}
WAY = {"src": ["cy@example.com"], "dst": ["tag:web"], "ip": ["tcp:443"]}


@pytest.mark.parametrize(
    ("grants", "notes"),
    [
        ([APP], (NOT_YET,)),
        ([{**APP, "app": {"example.com/cap/x": [{}]}}], (NO_WAY,)),
        ([{**APP, "app": RELAY}], ()),
        ([{**APP, "ip": ["tcp:443"]}], ()),
        ([APP, WAY], ()),
        ([APP, {**WAY, "dst": ["tag:ci"]}], (NOT_YET,)),
        ([APP, {**WAY, "src": ["*"], "dst": ["*"]}], ()),
        # Whose an address of the tailnet is, is not known; one outside it is nobody's.
        ([APP, {**WAY, "dst": ["100.64.0.7"]}], ()),
        ([APP, {**WAY, "src": ["100.64.0.0/24"]}], ()),
        ([{**APP, "dst": ["100.64.0.7"]}, WAY], ()),
        ([APP, {**WAY, "dst": ["10.1.0.0/16"]}], (NOT_YET,)),
        ([{**APP, "src": ["autogroup:admin"]}, WAY], ()),
        ([APP, {**WAY, "src": ["autogroup:admin"]}], ()),
        ([APP, {**WAY, "src": ["ben@example.com"]}], (NOT_YET,)),
        ([OWN], (NOT_YET,)),
        ([OWN, {**WAY, "dst": ["autogroup:self"]}], ()),
        ([OWN, {**WAY, "dst": ["autogroup:member"]}], ()),
    ],
)
def test_whether_an_application_can_be_used_yet(grants: list[dict[str, Any]], notes: tuple[str, ...]) -> None:
    found = edited(lambda policy: policy.update(grants=[*policy["grants"][:1], *grants], ssh=[]))
    assert {row.notes for row in found.rows if row.lane is Lane.APPLICATION} == {notes}


def test_of_an_application_that_was_there_before_it_is_no_news() -> None:
    more = {**APP, "app": {SECRETS: [GET, {**GET, "action": ["put"]}]}}
    start = {**POLICY, "grants": [APP]}
    found = compare_policies(read(start), read({**start, "grants": [more]}))
    assert [row.notes for row in found.rows if row.lane is Lane.APPLICATION] == [()]
