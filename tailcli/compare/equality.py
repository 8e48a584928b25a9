"""Whether two versions of a policy mean the same: proved, lane by lane.

What this says is equal, is: the same people and devices reach the same things under the same conditions, may
log in on the same terms and take on the same tags, and everything else that the file holds is the same. The
converse is not promised: of texts outside the access lanes it compares what is written, not what it means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.atoms import every
from tailcli.access.compile import compile_together
from tailcli.access.conditions import implies
from tailcli.access.ranges import overlaps
from tailcli.access.ssh import compile_ssh
from tailcli.compare.classes import classes
from tailcli.compare.contents import other_sections
from tailcli.compare.subtract import difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.compile import Access
    from tailcli.access.conditions import Alternative
    from tailcli.access.ssh import SshBox, Terms
    from tailcli.policy.model import Policy

    Decision: TypeAlias = tuple[tuple[Alternative, Terms], ...]


def same_access(old: Policy, new: Policy, *, fragment: bool = False) -> bool:
    """Tell whether nothing but the writing differs between two versions of a policy.

    Both must have been read without syntax problems, or be what could be read of the same faults. In a
    ``fragment`` names that are not defined are taken as defined elsewhere.
    """
    if other_sections(old) != other_sections(new):
        return False
    accesses = compile_together([old, new], fragment=fragment)
    ssh = compile_ssh([old, new], accesses)
    return _same_boxes(*accesses) and same_ssh(ssh[0].boxes, ssh[1].boxes)


def _same_boxes(old: Access, new: Access) -> bool:
    singles = old.universe.singles
    pairs = ((old.network, new.network), (old.application, new.application))
    return not any(difference(one, other, singles) or difference(other, one, singles) for one, other in pairs)


def same_ssh(old: Sequence[SshBox], new: Sequence[SshBox]) -> bool:
    """Tell whether two lists of SSH boxes decide alike for every source, destination and login.

    Both are compiled together and stand in the order in which they are asked.
    """
    if [box[:-1] for box in old] == [box[:-1] for box in new]:
        return True
    boxes = [(False, box) for box in old] + [(True, box) for box in new]
    logins = sorted({n for _, box in boxes for first, end in box.logins for n in range(first, end)})
    return all(
        _decide_alike(hits, logins)
        for _, near in classes(every(box.sources for _, box in boxes), boxes, lambda item: item[1].sources)
        for _, hits in classes(
            every(box.destinations for _, box in near), near, lambda item: item[1].destinations
        )
    )


def _decide_alike(hits: Sequence[tuple[bool, SshBox]], logins: Iterable[int]) -> bool:
    before = [box for is_new, box in hits if not is_new]
    after = [box for is_new, box in hits if is_new]
    return all(_decision(before, login) == _decision(after, login) for login in logins)


def _decision(boxes: Iterable[SshBox], login: int) -> Decision:
    """Return what decides for a login: an entry does not if an earlier one holds whenever it would."""
    kept: list[tuple[Alternative, Terms]] = []
    for box in boxes:
        is_asked = overlaps(box.logins, ((login, login + 1),))
        if is_asked and not any(implies(box.alternative, earlier) for earlier, _ in kept):
            kept.append((box.alternative, box.terms))
    return tuple(kept)
