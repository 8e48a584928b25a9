from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tailcli.policy.capabilities import GRANTABLE, capability_fault
from tailcli.policy.names import (
    group_fault,
    host_address_fault,
    host_fault,
    ipset_fault,
    posture_fault,
    service_fault,
    tag_fault,
)

_FORM = "capability name must have the form {domain}/{path}"
_OWN = "capability name must not be in the tailscale.com domain"

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.policy.faults import Fault


@pytest.mark.parametrize(
    ("name", "blamed", "server"),
    [
        ("tag:\u0441ervice", "\u0441", "tag names must start with a letter, after 'tag:'"),
        ("tag:1st", "1", "tag names must start with a letter, after 'tag:'"),
        ("tag:", "tag:", "tag names must not be empty"),
        ("web", "web", "tags must start with 'tag:'"),
        ("tag:web_1", "_", "tag names can only contain numbers, letters, or dashes"),
        ("tag:web:22", ":", "tag names can only contain numbers, letters, or dashes"),
    ],
)
def test_a_wrong_tag_name(name: str, blamed: str, server: str) -> None:
    fault = tag_fault(name)
    assert fault is not None
    assert (name[fault.start : fault.end], fault.server) == (blamed, server)


@pytest.mark.parametrize(
    ("check", "name"),
    [
        (tag_fault, "tag:web-1"),
        (tag_fault, "tag:W"),
        (group_fault, "group:anything goes @ all"),
        (ipset_fault, "ipset:prod"),
        (posture_fault, "posture:managed"),
        (service_fault, "svc:db-1"),
        (host_fault, "db.example.com"),
        (host_address_fault, "10.0.0.1"),
        (host_address_fault, "10.0.0.5/24"),
        (host_address_fault, "fd7a::/48"),
    ],
)
def test_a_right_name_has_no_fault(check: Callable[[str], Fault | None], name: str) -> None:
    assert check(name) is None


@pytest.mark.parametrize(
    ("check", "name"),
    [
        (group_fault, "eng"),
        (group_fault, "group:"),
        (ipset_fault, "prod"),
        (posture_fault, "posture:"),
        (service_fault, "db"),
        (service_fault, "svc:"),
        (service_fault, "svc:-db"),
        (service_fault, "svc:a.b"),
        (service_fault, "svc:" + "a" * 64),
        (host_fault, "db@example.com"),
        (host_fault, "tag:db"),
        (host_fault, "*"),
        (host_fault, ""),
        (host_address_fault, "10.0.0.1-10.0.0.9"),
        (host_address_fault, "db.example.com"),
        (host_address_fault, ""),
    ],
)
def test_a_wrong_name_has_a_fault_inside_it(check: Callable[[str], Fault | None], name: str) -> None:
    fault = check(name)
    assert fault is not None
    assert 0 <= fault.start <= fault.end <= len(name)


@pytest.mark.parametrize(
    "name", [*GRANTABLE, "example.com/a/b/c", "tailscale.com/cap/conn25/db", "tailscale.io/cap/x"]
)
def test_a_capability_that_a_grant_can_give(name: str) -> None:
    assert capability_fault(name) is None


@pytest.mark.parametrize(
    ("name", "server", "allowed"),
    [
        (
            "https://tailscale.com/cap/secrets",
            _FORM := "capability name must have the form {domain}/{path}",
            (GRANTABLE[6],),
        ),
        ("secrets", _FORM, ()),
        ("/secrets", _FORM, ()),
        (
            "tailscale.com/cap/relay-target",
            _OWN,
            (),
        ),
        ("tailscale.com/cap/funnel", _OWN, ()),
        ("tailscale.com/app/drive", _OWN, ("tailscale.com/cap/drive",)),
        ("tailscale.com/cap/secretz", None, ("tailscale.com/cap/secrets",)),
    ],
)
def test_a_capability_that_a_grant_cannot_give(
    name: str, server: str | None, allowed: tuple[str, ...]
) -> None:
    fault = capability_fault(name)
    assert fault is not None
    assert (fault.server, fault.allowed) == (server, allowed)
