"""The access diff of two versions of a policy."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tailcli.diff.access_rows import Context, application_rows, network_rows
from tailcli.diff.approval_rows import approval_rows
from tailcli.diff.assertion_rows import assertion_rows
from tailcli.diff.attribute_rows import attribute_rows
from tailcli.diff.causes import Causes
from tailcli.diff.faults import faults
from tailcli.diff.guest_words import GuestWords
from tailcli.diff.keeping_edits import keeping_rules
from tailcli.diff.known_notes import known_notes
from tailcli.diff.latent_rows import latent_rows
from tailcli.diff.login_case import case_notes
from tailcli.diff.model import ACCESS_LANES, AccessDiff, Effect, Presence, Side, Verdict
from tailcli.diff.notes import notes
from tailcli.diff.noticed import Noticed
from tailcli.diff.open_to_all import whole_notes
from tailcli.diff.possible_guests import guest_changes
from tailcli.diff.posture_rows import posture_rows
from tailcli.diff.renames import rename_cause, rename_rows, unify
from tailcli.diff.setting_rows import setting_rows
from tailcli.diff.sides import NOTHING, compile_sides
from tailcli.diff.ssh_notes import ssh_notes
from tailcli.diff.ssh_rows import ssh_rows
from tailcli.diff.standing import Standing
from tailcli.diff.suppression_rows import suppression_rows
from tailcli.diff.tag_owner_rows import tag_owner_rows
from tailcli.diff.unsaid import unsaid_edits
from tailcli.source.ends import shared_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tailcli.access.inventory import Inventory
    from tailcli.diff.model import Row
    from tailcli.diff.sides import Sides
    from tailcli.policy.model import Policy
    from tailcli.policy.problems import Problem
    from tailcli.source.ends import Ends

ABSENT_NAME = "(no file)"

_ACCESS: tuple[Callable[[Sides, Causes, Context], list[Row]], ...] = (
    network_rows,
    application_rows,
    ssh_rows,
)
_ATTRIBUTED: tuple[Callable[[Sides, Causes], list[Row]], ...] = (
    latent_rows,
    tag_owner_rows,
    approval_rows,
    attribute_rows,
    posture_rows,
)
_PLAIN: tuple[Callable[[Sides], list[Row]], ...] = (
    assertion_rows,
    suppression_rows,
    setting_rows,
)


def compare_policies(
    old: Policy | None, new: Policy | None, *, fragment: bool = False, inventory: Inventory | None = None
) -> AccessDiff:
    """Compare two versions; None is a version that does not exist, under which nobody reaches anything.

    Both must be what was read from their texts, without syntax problems: what an unreadable file means is
    not known. What the inventory tells (members of synced groups, roles, devices) holds for both.
    """
    was_enabled = gc.isenabled()
    gc.disable()  # little here is cyclic, and the collector would walk both policies again and again
    try:
        return _compare(old, new, inventory, fragment=fragment)
    finally:
        if was_enabled:
            gc.enable()


def _compare(
    old: Policy | None, new: Policy | None, inventory: Inventory | None, *, fragment: bool
) -> AccessDiff:
    renamed = unify(old or NOTHING, new or NOTHING)
    ends = None if renamed.renames else _ends(old, new)
    sides = compile_sides(renamed.old, new or NOTHING, ends, fragment=fragment, inventory=inventory)
    causes = Causes(sides)
    context = Context(Standing(sides), Noticed(sides))
    rows = [row for lane in _ACCESS for row in lane(sides, causes, context)]
    rows += [row for lane in _ATTRIBUTED for row in lane(sides, causes)]
    rows += [*rename_rows(renamed.renames), *(row for lane in _PLAIN for row in lane(sides))]
    named = causes.named_by(rows)
    census = sides.new.census
    if census is not None:
        from tailcli.diff.devices import with_devices

        rows = with_devices(rows, sides, census)
    idle = (*(one for one in map(rename_cause, renamed.renames) if one not in named), *causes.idle(named))
    causes.keep(keeping_rules(rows, idle, causes, sides))
    guests = GuestWords(guest_changes(sides, inventory), sides, causes)
    facts = guests.facts()
    problems = faults(old, new, ends, None if inventory is None else inventory.domains)
    return AccessDiff(
        old=_side(old, problems[0]),
        new=_side(new, problems[1]),
        verdict=Verdict.OTHER if facts and not rows else verdict(rows),
        is_certain=not facts and not any(row.depends for row in rows if row.lane in ACCESS_LANES),
        rows=tuple(sorted(rows, key=lambda row: row.risk.value)),
        idle_causes=(
            *(guests.told_idle(one, causes.told_idle(one)) for one in idle),
            *unsaid_edits(sides, rows, (*idle, *named), ends),
        ),
        notes=(
            *whole_notes(sides),
            *known_notes(sides, rows),
            *guests.notes(idle),
            *case_notes(rows),
            *ssh_notes(sides),
            *notes("OLD", old, problems[0], inventory),
            *notes("NEW", new, problems[1], inventory),
        ),
        knows_devices=census is not None,
        depends=facts,
    )


def _ends(old: Policy | None, new: Policy | None) -> Ends | None:
    if old is None or new is None:
        return None
    return shared_ends(old.document.source.text, new.document.source.text)


def verdict(rows: Iterable[Row]) -> Verdict:
    """Return the headline for a set of rows."""
    found = list(rows)
    effects = {row.effect for row in found if row.lane in ACCESS_LANES}
    wider = bool(effects & {Effect.WIDER, Effect.BOTH})
    narrower = bool(effects & {Effect.NARROWER, Effect.BOTH})
    if wider and narrower:
        return Verdict.BOTH
    if wider:
        return Verdict.WIDER
    if narrower:
        return Verdict.NARROWER
    return Verdict.OTHER if found else Verdict.IDENTICAL


def _side(policy: Policy | None, problems: Iterable[Problem]) -> Side:
    if policy is None:
        return Side(ABSENT_NAME, Presence.ABSENT)
    found = sorted((*policy.problems, *problems), key=lambda problem: problem.span)
    refusals = tuple(problem.server for problem in found if problem.server is not None)
    return Side(policy.document.source.name, Presence.PRESENT, refusals)
