"""How open a policy is: who stands for strangers, and which rules let everyone reach everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import OtherMembers, OtherTagged, SharedUsers, bits
from tailcli.access.compile import Box
from tailcli.access.conditions import ALWAYS
from tailcli.access.ranges import of
from tailcli.access.traffic import PORTS, place
from tailcli.compare.subtract import is_covered
from tailcli.policy.addresses import V4

if TYPE_CHECKING:
    from tailcli.access.universe import Universe
    from tailcli.lint.context import Context

TCP, UDP = 6, 17


def allow_all_rules(context: Context) -> tuple[int, ...]:
    """Return the rules that together let every device reach every other by TCP and UDP on every port.

    No rule of them could be spared. Only rules that hold for devices which the file does not name are looked
    at: what holds for everything holds for these. Empty where there are none, or where the file has neither
    ``acls`` nor ``grants`` and everything is allowed for that reason. Use it as
    ``context.once(allow_all_rules)``.
    """
    access = context.access
    if None in access.rules:
        return ()
    everything = _everything(access.universe)
    somebody = unknown_devices(context)
    wide = [
        box
        for box in access.network
        if not box.alternative and box.sources & somebody and box.destinations & somebody
    ]
    singles = access.universe.singles
    if not is_covered(everything, wide, singles):
        return ()
    for rule in sorted({box.rule for box in wide}, key=lambda rule: _width(wide, rule)):
        fewer = [box for box in wide if box.rule != rule]
        if is_covered(everything, fewer, singles):
            wide = fewer
    return tuple(sorted({box.rule for box in wide}))


def _everything(universe: Universe) -> Box:
    """Every device to every device, by IPv4: who reaches that reaches the devices, whatever the family."""
    rights = of((place(V4, protocol, 0), place(V4, protocol, 0) + PORTS) for protocol in (TCP, UDP))
    return Box(universe.identities, universe.identities, rights, ALWAYS, -1)


def _width(boxes: list[Box], rule: int) -> int:
    """Return how much a rule reaches, so that narrow rules are spared first."""
    return sum(b.sources.bit_count() * b.destinations.bit_count() for b in boxes if b.rule == rule)


def everything_is_open(context: Context) -> bool:
    """Tell whether the policy allows everything, by rules or for want of any."""
    return None in context.access.rules or bool(context.once(allow_all_rules))


def strangers(context: Context) -> int:
    """Return the people whom the file does not name: other members, and users of other tailnets."""
    return _atoms(context, OtherMembers, SharedUsers)


def unknown_devices(context: Context) -> int:
    """Return the devices of people and tags that the file does not name."""
    return _atoms(context, OtherMembers, SharedUsers, OtherTagged)


def _atoms(context: Context, *kinds: type) -> int:
    atoms = context.access.universe.atoms
    return bits([number for number, atom in enumerate(atoms) if isinstance(atom, kinds)])
