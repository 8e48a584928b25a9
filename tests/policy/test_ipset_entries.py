from __future__ import annotations

import pytest

from tailcli.policy.addresses import format_range
from tailcli.policy.faults import Fault
from tailcli.policy.ipset_entries import HostName, Internet, IpSetEntry, Operation, parse_ipset_entry
from tailcli.policy.selectors import IpSetName


def _target(entry: IpSetEntry) -> str:
    match entry.target:
        case HostName(name):
            return f"the host {name}"
        case IpSetName(name):
            return f"the set {name}"
        case Internet():
            return "the internet"
        case addresses:
            return format_range(addresses)


@pytest.mark.parametrize(
    ("text", "operation", "target", "is_bare"),
    [
        ("10.0.0.0/8", Operation.ADD, "10.0.0.0/8", True),
        ("add 10.0.0.0/8", Operation.ADD, "10.0.0.0/8", False),
        ("remove 10.0.0.1", Operation.REMOVE, "10.0.0.1", False),
        (" add  10.0.0.1-10.0.0.9 ", Operation.ADD, "10.0.0.1-10.0.0.9", False),
        ("host:db", Operation.ADD, "the host db", True),
        ("remove ipset:offices", Operation.REMOVE, "the set ipset:offices", False),
        ("add autogroup:internet", Operation.ADD, "the internet", False),
    ],
)
def test_an_entry_is_an_operation_on_a_target(
    text: str, operation: Operation, target: str, *, is_bare: bool
) -> None:
    entry = parse_ipset_entry(text)
    assert isinstance(entry, IpSetEntry)
    assert (entry.operation, _target(entry), entry.is_bare) == (operation, target, is_bare)
    assert text[entry.start :].startswith(entry.text)


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("", ""),
        ("add", "add"),
        ("add tag:web", "tag:web"),
        ("group:eng", "group:eng"),
        ("autogroup:member", "autogroup:member"),
        ("remove db", "db"),
        ("host:", "host:"),
        ("Add 10.0.0.1", "Add 10.0.0.1"),
    ],
)
def test_an_entry_that_no_set_can_hold(text: str, blamed: str) -> None:
    fault = parse_ipset_entry(text)
    assert isinstance(fault, Fault)
    assert text[fault.start : fault.end] == blamed
