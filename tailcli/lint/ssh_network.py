"""Whether an SSH rule has the network access that it needs: TCP port 22 from its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import OtherMembers, RoleHolders, SyncedMembers, bits
from tailcli.access.compile import OWN
from tailcli.access.content import is_self
from tailcli.access.ranges import of, overlaps
from tailcli.access.traffic import place
from tailcli.policy.addresses import V4, V6

if TYPE_CHECKING:
    from tailcli.lint.context import Context

TCP, SSH_PORT = 6, 22
_SSH = of((at, at + 1) for at in (place(V4, TCP, SSH_PORT), place(V6, TCP, SSH_PORT)))


def ssh_pairs(context: Context) -> dict[int, int]:
    """Return the destinations that the network lets each set of sources reach on TCP port 22.

    Use it as ``context.once(ssh_pairs)``.
    """
    found: dict[int, int] = {}
    for box in context.access.network:
        if overlaps(box.rights, _SSH):
            found[box.sources] = found.get(box.sources, 0) | box.destinations
    return found


def may_connect(context: Context, sources: int, destination: str) -> bool:
    """Tell whether any source may, as far as the file tells, reach any device of a destination on port 22.

    What the file leaves open counts as access: a rule for an address of the tailnet may mean any device, and
    whoever has a role or is in a synced group may be any member.
    """
    access = context.access
    tailnet = access.universe.addresses[V4].tailnet | access.universe.addresses[V6].tailnet
    if is_self(destination):
        devices = OWN
    else:
        devices = access.resolver.people(destination) | tailnet
        if sources & devices & access.universe.members:
            devices |= OWN
    somebody = sources | tailnet | (access.universe.members if sources & context.once(_unnamed) else 0)
    return any(from_ & somebody and to & devices for from_, to in context.once(ssh_pairs).items())


def _unnamed(context: Context) -> int:
    kinds = (OtherMembers, RoleHolders, SyncedMembers)
    atoms = context.access.universe.atoms
    return bits([number for number, atom in enumerate(atoms) if isinstance(atom, kinds)])
