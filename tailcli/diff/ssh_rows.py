"""Rows for SSH: per source, destination and login the terms on which one gets in, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.atoms import every
from tailcli.access.compile import Box
from tailcli.access.conditions import ALWAYS, implies
from tailcli.access.naming import Side as End
from tailcli.access.ranges import overlaps
from tailcli.access.ssh import is_at_least
from tailcli.access.wording import condition_words, login_words, terms_words
from tailcli.compare.classes import classes
from tailcli.compare.subtract import Piece, without_own_class
from tailcli.diff.accounts import account_words
from tailcli.diff.doubts import doubts
from tailcli.diff.drafts import Ledger, destination_texts, source_texts
from tailcli.diff.model import Change, Effect, Lane, Risk, Row, Witness
from tailcli.diff.risk import Area, ssh_risk
from tailcli.diff.ssh_edits import by_edit
from tailcli.diff.ssh_rules import responsible
from tailcli.diff.ssh_whole import as_rules, gives_all
from tailcli.diff.usable_logins import SSH_TRAFFIC
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.conditions import Alternative
    from tailcli.access.naming import Party
    from tailcli.access.ssh import SshBox, Terms
    from tailcli.diff.access_rows import Context
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause, Place
    from tailcli.diff.sides import Sides, Version
    from tailcli.diff.standing import Loss, Standing

NO_NETWORK = "no access rule opens tcp:22 there, so this cannot be used yet"

Decision: TypeAlias = tuple[tuple[frozenset["Alternative"], "Terms"], ...]
"""What decides for one source, destination and login: the terms of the first entry whose conditions hold.

Entries on the same terms that follow one another are one: which of them holds makes no difference.
"""


class Cell(NamedTuple):
    """Sources, destinations and logins for which one list of entries decided, and another does now."""

    sources: int
    destinations: int
    logins: tuple[int, ...]
    before: tuple[SshBox, ...]
    after: tuple[SshBox, ...]


def ssh_rows(sides: Sides, causes: Causes, context: Context) -> list[Row]:
    """Return what SSH access is gained, lost or on other terms."""
    ledgers = {change: Ledger(sides.new.access.universe) for change in Change}
    cells = ssh_cells(sides.old.ssh.boxes, sides.new.ssh.boxes, sides.new.access.universe.singles)
    wholes = as_rules((part for cell in cells for part in by_edit(cell, sides, causes)), sides, causes)
    return [
        _with_parts(_row(_by_wide_rules(said, sides), parts, sides, causes), parts, note, sides)._replace(
            risk=Risk.LOCKOUT if losses else _risk(cell, sides),
            stranded=context.standing.words(losses, _named(cell.sources, End.SOURCE, cell, sides.old)),
            pairs=ledgers[_change(cell)].count([(part.sources, part.destinations) for part in parts]),
            is_tested=context.noticed.ssh(cell.sources, cell.destinations, cell.logins),
            depends=_doubts(cell, sides),
        )
        for cell, said, parts, note in wholes
        for losses in [_losses(cell, context.standing)]
    ]


def _with_parts(row: Row, parts: Sequence[Cell], note: str, sides: Sides) -> Row:
    """Let a row that tells of many parts give an instance of one, and say what it leaves out."""
    if not note:
        return row
    return row._replace(
        witness=_witness(parts[0], sides.new if parts[0].after else sides.old), notes=(note, *row.notes)
    )


def ssh_cells(old: tuple[SshBox, ...], new: tuple[SshBox, ...], singles: int = 0) -> list[Cell]:
    """Return for whom and what two lists of SSH rules, compiled together, decide differently.

    ``singles`` are the classes of one person: what they have on their own class is told by ``OwnDevices``.
    """
    changed = _changed(old, new)
    if not changed:
        return []
    region = every(box.sources for box in changed)
    cells = (_without_own_class(cell, singles) for cell in _cells(region, changed, old, new))
    return _merge(cell for cell in cells if cell.sources and cell.destinations)


def _without_own_class(cell: Cell, singles: int) -> Cell:
    """Leave out the pair of one person with their own class; of several, each has the others' as well."""
    sources, destinations = without_own_class(cell.sources, cell.destinations, singles)
    return cell._replace(sources=sources, destinations=destinations)


def _changed(old: tuple[SshBox, ...], new: tuple[SshBox, ...]) -> list[SshBox]:
    """Return the boxes between the common beginning and the common end: order decides, so moves count."""
    start = 0
    while start < min(len(old), len(new)) and _content(old[start]) == _content(new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and _content(old[-1 - end]) == _content(new[-1 - end]):
        end += 1
    return [*old[start : len(old) - end], *new[start : len(new) - end]]


def _content(box: SshBox) -> tuple[object, ...]:
    return box[:-1]


def _cells(
    region: int, changed: list[SshBox], old: Sequence[SshBox], new: Sequence[SshBox]
) -> Iterator[Cell]:
    tagged = [(False, box) for box in old] + [(True, box) for box in new]
    logins = sorted({n for box in changed for first, end in box.logins for n in range(first, end)})
    for sources, near in classes(region, tagged, lambda item: item[1].sources):
        reached = every(box.destinations for box in changed if box.sources & sources)
        for destinations, hits in classes(reached, near, lambda item: item[1].destinations):
            yield from _by_login(sources, destinations, logins, hits)


def _by_login(
    sources: int, destinations: int, logins: list[int], hits: list[tuple[bool, SshBox]]
) -> Iterator[Cell]:
    found: dict[tuple[Decision, Decision], Cell] = {}
    for login in logins:
        before = _deciding(box for is_new, box in hits if not is_new and _opens(box, login))
        after = _deciding(box for is_new, box in hits if is_new and _opens(box, login))
        key = decision(before), decision(after)
        if not _is_same(*key):
            cell = found.get(key, Cell(sources, destinations, (), before, after))
            found[key] = cell._replace(logins=(*cell.logins, login))
    yield from found.values()


def _opens(box: SshBox, login: int) -> bool:
    return overlaps(box.logins, ((login, login + 1),))


def _deciding(boxes: Iterable[SshBox]) -> tuple[SshBox, ...]:
    """Leave out boxes that never decide: an earlier one holds whenever they would."""
    kept: list[SshBox] = []
    for box in boxes:
        if not any(implies(box.alternative, earlier.alternative) for earlier in kept):
            kept.append(box)
    return tuple(kept)


def decision(boxes: tuple[SshBox, ...]) -> Decision:
    """Return what a list of deciding boxes amounts to, whichever rules they come from."""
    found: list[tuple[frozenset[Alternative], Terms]] = []
    for box in boxes:
        if found and found[-1][1] == box.terms:
            found[-1] = _loosest({*found[-1][0], box.alternative}), box.terms
        else:
            found.append((frozenset({box.alternative}), box.terms))
    return tuple(found)


def _loosest(alternatives: set[Alternative]) -> frozenset[Alternative]:
    """Leave out what another alternative covers; of those that mean the same the first by text is kept."""
    kept: list[Alternative] = []
    for one in sorted(alternatives, key=sorted):
        if not any(implies(one, other) for other in kept):
            kept = [*(other for other in kept if not implies(other, one)), one]
    return frozenset(kept)


def _is_same(before: Decision, after: Decision) -> bool:
    """Tell whether two decisions are one, in whatever texts their conditions are written."""
    return before == after or (
        [terms for _, terms in before] == [terms for _, terms in after]
        and all(
            all(any(implies(one, other) for other in there) for one in here)
            for (old, _), (new, _) in zip(before, after, strict=True)
            for here, there in ((old, new), (new, old))
        )
    )


def _merge(cells: Iterable[Cell]) -> list[Cell]:
    """Tell together the sources that have the same to say of the same destinations, then the destinations."""
    by_destination: dict[tuple[object, ...], list[Cell]] = {}
    for cell in cells:
        key = (cell.destinations, cell.logins, decision(cell.before), decision(cell.after))
        by_destination.setdefault(key, []).append(cell)
    by_source: dict[tuple[object, ...], list[Cell]] = {}
    for cell in map(_joined, by_destination.values()):
        key = (cell.sources, cell.logins, decision(cell.before), decision(cell.after))
        by_source.setdefault(key, []).append(cell)
    return [_joined(same) for same in by_source.values()]


def _joined(cells: Sequence[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    return cells[0]._replace(
        sources=every(cell.sources for cell in cells),
        destinations=every(cell.destinations for cell in cells),
        before=_all_deciding([cell.before for cell in cells]),
        after=_all_deciding([cell.after for cell in cells]),
    )


def _all_deciding(lists: Sequence[tuple[SshBox, ...]]) -> tuple[SshBox, ...]:
    """Return the boxes of lists with one decision: behind each of the first list those of the others like it.

    What only another list has is covered there by what is in the first as well.
    """
    entries = {box.entry for box in lists[0]}
    every_once = {id(box): box for boxes in lists for box in boxes if box.entry in entries}
    together = _by_entry(every_once.values()).values()
    return tuple(box for same in together for box in sorted(same, key=lambda one: one.rule.ordinal))


def _by_wide_rules(cell: Cell, sides: Sides) -> Cell:
    """Let what decides be of one rule that gives all of the cell on these terms, where there is one."""
    return cell._replace(
        before=tuple(_widest(cell.before, sides.old.ssh.boxes, cell)),
        after=tuple(_widest(cell.after, sides.new.ssh.boxes, cell)),
    )


def _widest(deciding: Iterable[SshBox], boxes: Iterable[SshBox], cell: Cell) -> Iterator[SshBox]:
    for same in _by_entry(deciding).values():
        wide = next((one for one in boxes if one.entry == same[0].entry and gives_all(one, cell)), None)
        yield from same if wide is None else [wide]


def _by_entry(boxes: Iterable[SshBox]) -> dict[object, list[SshBox]]:
    found: dict[object, list[SshBox]] = {}
    for box in boxes:
        found.setdefault(box.entry, []).append(box)
    return found


def _change(cell: Cell) -> Change:
    return Change.CHANGED if cell.before and cell.after else Change.GAINED if cell.after else Change.LOST


def _row(cell: Cell, parts: Sequence[Cell], sides: Sides, causes: Causes) -> Row:
    version = sides.new if cell.after else sides.old
    sources = _named(cell.sources, End.SOURCE, cell, version)
    logins = {login for party in sources for login in party.logins}
    before = responsible(cell.before, sides.old.ssh.boxes, parts)
    after = responsible(cell.after, sides.new.ssh.boxes, parts)
    causes.involve_ssh((box.rule for box in before), gained=False)
    causes.involve_ssh((box.rule for box in after), gained=True)
    return Row(
        lane=Lane.SSH,
        change=_change(cell),
        effect=_effect(cell.before, cell.after),
        sources=sources,
        destinations=_named(cell.destinations, End.DESTINATION, cell, version),
        rights=account_words(cell.logins, version.ssh.logins),
        before=_words(cell.before),
        after=_words(cell.after),
        old=_places(before, sides.old) or _partners(after, sides.new, sides.old, sides.ssh_was),
        new=_places(after, sides.new) or _partners(before, sides.old, sides.new, sides.ssh_became),
        people=len(logins),
        is_open=any(party.is_open for party in sources),
        cause=_cause(cell, causes),
        witness=_witness(cell, version),
        notes=_network_notes(cell, sides.new) if cell.after else (),
    )


def _places(boxes: Iterable[SshBox], version: Version) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(version.rule_place(box.rule) for box in boxes))


def _partners(
    boxes: Iterable[SshBox], here: Version, there: Version, pairs: dict[int, int]
) -> tuple[Place, ...]:
    """Return the places of the rules of the other version that these were before, or became."""
    numbers = {id(rule): number for number, rule in enumerate(here.policy.ssh)}
    found = dict.fromkeys(numbers[id(box.rule)] for box in boxes)
    return tuple(there.rule_place(there.policy.ssh[pairs[n]]) for n in found if n in pairs)


def _doubts(cell: Cell, sides: Sides) -> tuple[str, ...]:
    """Return what would make a gain or a loss none: that the other version lets them in for what they are."""
    if bool(cell.before) == bool(cell.after):
        return ()
    having, other, mine = (
        (sides.new, sides.old, cell.after) if cell.after else (sides.old, sides.new, cell.before)
    )
    terms = {box.terms for box in mine}
    lenient = [box for box in other.ssh.boxes if all(is_at_least(box.terms, own) for own in terms)]
    logins = tuple((number, number + 1) for number in cell.logins)
    others = [Box(b.sources, b.destinations, b.logins, b.alternative, 0) for b in lenient]
    return doubts(Piece(cell.sources, cell.destinations, logins, ALWAYS, 0), having, others)


def _losses(cell: Cell, standing: Standing) -> tuple[Loss, ...]:
    is_narrower = _effect(cell.before, cell.after) is Effect.NARROWER
    return standing.without_login(cell.sources) if is_narrower else ()


def _risk(cell: Cell, sides: Sides) -> Risk:
    if _effect(cell.before, cell.after) is Effect.NARROWER:
        return Risk.USUAL
    parties = _named(cell.sources, End.SOURCE, cell, sides.new)
    logins = [sides.new.ssh.logins[number] for number in cell.logins]
    return ssh_risk(parties, logins, cell.after, Area(cell.sources, cell.destinations), sides.new)


def _cause(cell: Cell, causes: Causes) -> Cause | None:
    """Return the edit of a rule that decides on one side alone; else that of any rule which decides."""
    said_before, said_after = ({box.entry for box in side} for side in (cell.before, cell.after))
    found: list[Cause | None] = []
    for boxes, others, gained in ((cell.after, said_before, True), (cell.before, said_after, False)):
        rules = [box.rule for box in boxes if box.entry not in others]
        found.append(causes.of_ssh(rules, cell.sources, cell.destinations, gained=gained))
    return next((cause for cause in found if cause is not None), None)


def _named(atoms: int, end: End, cell: Cell, version: Version) -> tuple[Party, ...]:
    rules = [box.rule for box in (cell.after or cell.before)]
    side = "src" if end is End.SOURCE else "dst"
    return version.namer.of_identities().name(
        atoms, end, [text.value for rule in rules for text in getattr(rule, side)]
    )


def _effect(before: tuple[SshBox, ...], after: tuple[SshBox, ...]) -> Effect:
    olds, news = ([same[0] for same in _by_entry(boxes).values()] for boxes in (before, after))
    wider = all(any(_is_at_least(new, old) for new in news) for old in olds)
    narrower = all(any(_is_at_least(old, new) for old in olds) for new in news)
    if wider and not narrower:
        return Effect.WIDER
    return Effect.NARROWER if narrower and not wider else Effect.BOTH


def _is_at_least(wide: SshBox, narrow: SshBox) -> bool:
    return implies(narrow.alternative, wide.alternative) and is_at_least(wide.terms, narrow.terms)


def _words(boxes: tuple[SshBox, ...]) -> str:
    said = (f"{terms_words(b.terms)} {condition_words(b.alternative)}".strip() for b in boxes)
    return ", else ".join(dict.fromkeys(said))


def _witness(cell: Cell, version: Version) -> Witness:
    first = version.namer.instance(cell.sources, "")
    second = version.namer.instance(cell.destinations, first)
    number = cell.logins[0]
    return Witness(first, second, login_words(version.ssh.logins[number]), number)


def _network_notes(cell: Cell, version: Version) -> tuple[str, ...]:
    """Say where an SSH rule alone is not enough: for whom, or where to, no access rule opens the port."""
    open_ = [
        box
        for box in version.access.network
        if box.sources & cell.sources
        and box.destinations & cell.destinations
        and overlaps(box.rights, SSH_TRAFFIC)
    ]
    sources = cell.sources & every(box.sources for box in open_)
    destinations = cell.destinations & every(box.destinations for box in open_)
    if not open_:
        return (NO_NETWORK,)
    rules = [version.access.rules[number] for number in dict.fromkeys(box.rule for box in open_)]
    if sources != cell.sources:
        texts = [text for rule in rules for text in source_texts(rule)]
        return (f"{_ONLY} {_names(sources, End.SOURCE, texts, version)}, so nobody else can use this yet",)
    if destinations != cell.destinations:
        texts = [text for rule in rules for text in destination_texts(rule)]
        where = _names(destinations, End.DESTINATION, texts, version)
        return (f"access rules open tcp:22 on {where} alone, so this cannot be used on the rest yet",)
    return ()


_ONLY = "access rules open tcp:22 there to"


def _names(atoms: int, end: End, texts: Sequence[str], version: Version) -> str:
    parties = version.namer.of_identities().name(atoms, end, texts)
    said = (f"{p.text} except {', '.join(p.exceptions)}" if p.exceptions else p.text for p in parties)
    return " and ".join(said)
