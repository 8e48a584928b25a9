"""The entries of an IP set: ``add T``, ``remove T``, or a bare ``T`` that means add."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from tailcli.policy.addresses import AddressRange, parse_network, parse_range
from tailcli.policy.faults import Fault, quote
from tailcli.policy.selectors import IpSetName
from tailcli.source.tuples import NamedTuple


class Operation(Enum):
    """What an entry does with its target."""

    ADD = "add"
    REMOVE = "remove"


class HostName(NamedTuple):
    """``host:NAME``: a key of ``hosts``, without the prefix."""

    name: str


class Internet(NamedTuple):
    """``autogroup:internet``."""


Target: TypeAlias = AddressRange | HostName | IpSetName | Internet


class IpSetEntry(NamedTuple):
    """One operation. ``is_bare`` says that ``add`` is not written; ``start`` is the target's offset."""

    operation: Operation
    target: Target
    is_bare: bool
    text: str
    start: int


_HOST = "host:"
_INTERNET = "autogroup:internet"
_HINT = "write an address, a CIDR, a range a-b, host:NAME, ipset:NAME or autogroup:internet"


def parse_ipset_entry(text: str) -> IpSetEntry | Fault:
    """Read an entry of an IP set."""
    words = text.split(None, 1)
    operation = _OPERATIONS.get(words[0]) if words else None
    if operation is None:
        return _entry(text, text.strip(), Operation.ADD, is_bare=True)
    if len(words) == 1:
        return Fault(0, len(text), f"{quote(text)} does not say what to {operation.value}", hint=_HINT)
    return _entry(text, words[1].strip(), operation, is_bare=False)


_OPERATIONS = {operation.value: operation for operation in Operation}


def _entry(text: str, word: str, operation: Operation, *, is_bare: bool) -> IpSetEntry | Fault:
    start = text.rfind(word) if word else 0
    target = _target(word)
    if target is None:
        message = f"an IP set cannot hold {quote(word)}" if word else "the entry is empty"
        return Fault(start, start + len(word) if word else len(text), message, hint=_HINT)
    return IpSetEntry(operation, target, is_bare, word, start)


def _target(word: str) -> Target | None:
    if word == _INTERNET:
        return Internet()
    if word.startswith("ipset:"):
        return IpSetName(word)
    if word.startswith(_HOST) and word != _HOST:
        return HostName(word.removeprefix(_HOST))
    return parse_network(word) or parse_range(word)
