"""The devices of a row in words: counted behind each party, and listed where the reader wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.counts import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.naming import NamedDevice, Party
    from tailcli.diff.model import AccessDiff, Row

SHOWN = 20
"""How many devices of a party are listed for people."""

NAMED = 100
"""How many devices of a party are listed for programs."""

_PARTIES = 8
_STAR = "*"
_LONGEST = 64


def device_count(party: Party) -> str:
    """Return how many devices a party means today, a single one by name; empty where no inventory tells."""
    if party.devices is None:
        return ""
    if not party.devices:
        return "no device today"
    if len(party.devices) == 1:
        return f"device {_short(party.devices[0].name)}"
    return number(len(party.devices), "device")


def device_lines(row: Row) -> Iterator[str]:
    """Yield a line for each party of a row that has devices: their names, each with its owner or its tags.

    A single device whose name tells all is left to the sentence, which has it behind all but people; those of
    a star are only counted there.
    """
    both = dict.fromkeys((*row.sources, *row.destinations))
    parties = [party for party in both if party.devices and not _is_told(party)]
    for party in parties[:_PARTIES]:
        yield f"devices of {party.text}: {_listed(party)}"
    if len(parties) > _PARTIES:
        yield f"devices of {len(parties) - _PARTIES} more are in the output for programs"


def _is_told(party: Party) -> bool:
    if party.text == _STAR:
        return True
    is_by_people = bool(party.logins) and not party.is_open
    devices = party.devices or ()
    return len(devices) == 1 and not is_by_people and _told(devices[0], party.text) == _short(devices[0].name)


def _listed(party: Party) -> str:
    devices = party.devices or ()
    said = [_told(device, party.text) for device in devices[:SHOWN]]
    more = len(devices) - len(said)
    return f"{', '.join(said)} and {more} more" if more else ", ".join(said)


def _told(device: NamedDevice, known: str) -> str:
    """Return a device with its owner or tags, if these are not just what is known."""
    of = ", ".join(map(_short, device.tags)) or _short(device.owner)
    return f"{_short(device.name)} ({of})" if of not in {"", known} else _short(device.name)


def _short(text: str) -> str:
    """Return a name cut to the length that a name of the DNS may have."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def example(row: Row) -> str:
    """Return one concrete instance of a row, with devices for which it is so today; empty if it has none."""
    if row.witness is None:
        return ""
    witness = row.witness
    said = f"{witness.source} -> {witness.destination} {witness.right}"
    if witness.devices is None:
        return said
    source, destination = witness.devices
    return f"{said}, today {_short(source.name)} -> {_short(destination.name)}"


def devices_of(diff: AccessDiff) -> tuple[NamedDevice, ...] | None:
    """Return every device that is listed for programs, in order; None where no inventory tells of devices."""
    if not diff.knows_devices:
        return None
    parties = (party for row in diff.rows for party in (*row.sources, *row.destinations))
    lists = dict.fromkeys(party.devices[:NAMED] for party in parties if party.devices)
    found = {device for devices in lists for device in devices}
    found.update(d for row in diff.rows if row.witness is not None for d in row.witness.devices or ())
    return tuple(sorted(found))
