"""Devices with this tag are a stepping stone between others.

What it does:
    Reports a tag whose devices can be administered (SSH, remote desktop, Docker, Kubernetes, WinRM, VNC) from
    devices with another tag, and can in turn administer devices that the first ones cannot. Nothing is
    reported where the policy allows everything.

Why:
    Whoever takes over the first device gets to the last in two steps, although no rule leads there.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:web": [], "tag:ci": [], "tag:db": []},
      "grants": [
        {"src": ["tag:web"], "dst": ["tag:ci"], "ip": ["tcp:22"]},
        {"src": ["tag:ci"], "dst": ["tag:db"], "ip": ["tcp:22"]},
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:web": [], "tag:ci": [], "tag:db": []},
      "grants": [
        {"src": ["tag:web"], "dst": ["tag:ci"], "ip": ["tcp:443"]},
        {"src": ["tag:ci"], "dst": ["tag:db"], "ip": ["tcp:22"]},
      ],
    }
    ```

Fix:
    None: close one of the two steps, or accept the way on purpose.

References:
    - https://tailscale.com/kb/1068/tags
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.atoms import TaggedDevices, bits, members
from tailcli.access.ranges import of, overlaps
from tailcli.access.traffic import place
from tailcli.findings.model import Report
from tailcli.lint.openness import everything_is_open
from tailcli.policy.addresses import V4, V6
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.compile import Access
    from tailcli.lint.context import Context

PORTS = (22, 2375, 3389, 5900, 5985, 6443, 10250)
TCP = 6
_RIGHTS = of((place(v, TCP, port), place(v, TCP, port) + 1) for v in (V4, V6) for port in PORTS)


def check(context: Context) -> Iterator[Report]:
    """Report tags that lie on a way which no rule gives, at their definition, with one such way."""
    if context.once(everything_is_open):
        return
    access = context.access
    to, from_ = _steps(access)
    alike = _alike(to)
    for definition in context.policy.tag_owners:
        middle = access.universe.bit.get(TaggedDevices(definition.name.value), 0).bit_length() - 1
        way = _way(middle, to, from_.get(middle, 0), alike)
        if way is not None:
            names = [quote(_name(access, atom)) for atom in way]
            message = f"{names[0]} can administer {names[1]}, which can administer {names[2]}"
            hint = f"no rule lets {names[0]} administer {names[2]}: close one of the two steps"
            yield Report(definition.name.span, message, hint=hint)


def _name(access: Access, atom: int) -> str:
    found = access.universe.atoms[atom]
    return found.tag if isinstance(found, TaggedDevices) else found.kind


def _steps(access: Access) -> tuple[dict[int, int], dict[int, int]]:
    """Return whom each tag can administer, and who can administer it, as bit sets of tags."""
    tags = bits([n for n, atom in enumerate(access.universe.atoms) if isinstance(atom, TaggedDevices)])
    by_target: dict[int, int] = {}
    for box in access.network:
        if box.sources & tags and box.destinations & tags and overlaps(box.rights, _RIGHTS):
            target = box.destinations & tags
            by_target[target] = by_target.get(target, 0) | box.sources & tags
    to: dict[int, int] = {}
    from_: dict[int, int] = {}
    for targets, sources in by_target.items():
        for source in members(sources):
            to[source] = to.get(source, 0) | targets
        for target in members(targets):
            from_[target] = from_.get(target, 0) | sources
    return to, from_


def _alike(to: dict[int, int]) -> dict[int, int]:
    """Return the tags that can administer the same, by what that is: there are few kinds where many can."""
    found: dict[int, list[int]] = {}
    for tag, targets in to.items():
        found.setdefault(targets, []).append(tag)
    return {targets: bits(tags) for targets, tags in found.items()}


def _way(middle: int, to: dict[int, int], before: int, alike: dict[int, int]) -> tuple[int, int, int] | None:
    """Return tags of which the first reaches the last through the middle only."""
    before &= ~(1 << middle)
    if middle not in to or not before:
        return None
    few = before.bit_count() < len(alike)
    kinds = ((to[tag], 1 << tag) for tag in members(before)) if few else alike.items()
    for reached, tags in kinds:
        further = to[middle] & ~reached & ~(1 << middle)
        for first in members(tags & before) if further else ():
            last = further & ~(1 << first)
            if last:
                return first, middle, (last & -last).bit_length() - 1
    return None
