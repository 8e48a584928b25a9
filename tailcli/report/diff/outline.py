"""A diff as sections of rows, the same ones in every format, with counts that add up."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.diff.model import ACCESS_LANES, Change, Effect, Lane, Presence, Verdict
from tailcli.diff.notes import tells_of_unread
from tailcli.report.counts import number
from tailcli.report.diff.words import End, cause_words, parties, who
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tailcli.diff.model import AccessDiff, Row


class Grouping(Enum):
    """The values of ``--by``: what rows of a section are told together under."""

    PRINCIPAL = "principal"
    DESTINATION = "destination"
    CAUSE = "cause"


class Group(NamedTuple):
    """Rows under one heading; an empty title is no heading."""

    title: str
    rows: tuple[Row, ...]

    def told_once(self) -> tuple[str, tuple[Row, ...]]:
        """Return the heading and the rows as they are told under it.

        A condition under which all of what one edit takes stands from now on is part of the heading.
        """
        common = {(row.cause, row.before, row.after) for row in self.rows if row.is_conditional_now}
        is_alike = len(common) == 1 and all(row.cause and row.is_conditional_now for row in self.rows)
        if not is_alike or len(self.rows) < _SEVERAL_ROWS:
            return self.title, self.rows
        ((_, before, after),) = common
        until_now = f" (until now {before})" if before else ""
        rows = tuple(row._replace(before="", after=ON_IT) for row in self.rows)
        return f"{self.title}; from now on {after}{until_now}", rows


_SEVERAL_ROWS = 2
ON_IT = "only on that condition"


class Section(NamedTuple):
    """A part of the diff with its rows in the order of the diff, grouped."""

    title: str
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows of the section."""
        return tuple(row for group in self.groups for row in group.rows)


def sections(diff: AccessDiff, by: Grouping = Grouping.CAUSE) -> tuple[Section, ...]:
    """Return the sections that have rows; every row of the diff is in exactly one."""
    found: dict[str, list[Row]] = {title: [] for title in _TITLES}
    for row in diff.rows:
        found[_title(row)].append(row)
    return tuple(Section(title, _groups(rows, _KEYS[by])) for title, rows in found.items() if rows)


GAINS = "Gains"
LOSES = "Loses"
CHANGED = "Changed terms"
LATENT = "Could reach by a further step"
ALSO = "Also changed"
_TITLES = (GAINS, LOSES, CHANGED, LATENT, ALSO)
_BY_CHANGE = {Change.GAINED: GAINS, Change.LOST: LOSES, Change.CHANGED: CHANGED}


def _title(row: Row) -> str:
    if row.lane is Lane.LATENT:
        return LATENT
    return _BY_CHANGE[row.change] if row.lane in ACCESS_LANES else ALSO


def _groups(rows: Iterable[Row], key: Callable[[Row], str]) -> tuple[Group, ...]:
    """Put rows with one key together, at the place of the first."""
    found: dict[str, list[Row]] = {}
    for place, row in enumerate(rows):
        title = key(row)
        # Rows without a key stay where they are, each on its own.
        found.setdefault(title or f"\0{place}", []).append(row)
    return tuple(
        Group("" if title.startswith("\0") else title, tuple(group)) for title, group in found.items()
    )


def _cause(row: Row) -> str:
    return cause_words(row.cause) if row.cause is not None else ""


def _principal(row: Row) -> str:
    return parties(row.sources, End.SOURCE, expand=False)


def _destination(row: Row) -> str:
    return parties(row.destinations, End.DESTINATION, expand=False)


_KEYS: dict[Grouping, Callable[[Row], str]] = {
    Grouping.CAUSE: _cause,
    Grouping.PRINCIPAL: _principal,
    Grouping.DESTINATION: _destination,
}


class Counts(NamedTuple):
    """How many rows there are of each kind: the others add up to ``rows``."""

    rows: int
    gained: int
    lost: int
    changed: int
    latent: int
    other: int


def counts(diff: AccessDiff) -> Counts:
    """Count the rows; ``latent`` and ``other`` ones are in lanes that do not decide the verdict."""
    access = [row.change for row in diff.rows if row.lane in ACCESS_LANES]
    latent = sum(row.lane is Lane.LATENT for row in diff.rows)
    return Counts(
        rows=len(diff.rows),
        gained=access.count(Change.GAINED),
        lost=access.count(Change.LOST),
        changed=access.count(Change.CHANGED),
        latent=latent,
        other=len(diff.rows) - len(access) - latent,
    )


def count_words(diff: AccessDiff) -> str:
    """Return the counts in words."""
    found = counts(diff)
    kinds = (
        (found.gained, "gained"),
        (found.lost, "lost"),
        (found.changed, "on changed terms"),
        (found.latent, "within reach by a further step"),
        (found.other, "also changed"),
    )
    said = ", ".join(f"{count} {kind}" for count, kind in kinds if count)
    return f"{number(found.rows, 'row')}: {said}"


def unnoticed(diff: AccessDiff) -> str:
    """Return a sentence, with a space before it, on rows that no test asks about; empty where there are none.

    Only rows of which a test can ask count: network and SSH access.
    """
    rows = [row.is_tested for row in diff.rows if row.lane in _TESTABLE]
    missing = rows.count(False)
    if not missing:
        return ""
    if len(rows) == 1:
        which = "" if len(diff.rows) == 1 else " the row of network and SSH access"
        return f" No test would have noticed{which}."
    which = "any" if missing == len(rows) else str(missing)
    return f" No test would have noticed {which} of the {len(rows)} rows of network and SSH access."


_TESTABLE = (Lane.NETWORK, Lane.SSH)


def headline(diff: AccessDiff) -> str:
    """Return the verdict as a sentence that can stand alone."""
    if diff.depends and diff.verdict in _PROOFS:
        other = ", but other things changed" if diff.rows else ""
        return f"{_presence(diff)}Same access {_doubt(diff)}{other}."
    doubt = "" if diff.is_certain else f" {_doubt(diff)}"
    return f"{_presence(diff)}{_verdict(diff)}{doubt}{_who_changes(diff)}."


def _verdict(diff: AccessDiff) -> str:
    """Return the verdict; what was left out of a file proves nothing."""
    words = _VERDICTS[diff.verdict]
    if not any(map(tells_of_unread, diff.notes)):
        return words
    proof = _PROOFS.get(diff.verdict)
    if proof is not None:
        return words.replace(proof, f" {_READABLE}")
    return f"{words} {_READABLE}" if diff.is_certain else words


_VERDICTS = {
    Verdict.IDENTICAL: (
        "Identical, by proof: everybody may reach the same over the network, by SSH and in applications"
    ),
    Verdict.WIDER: "Only wider",
    Verdict.NARROWER: "Only narrower",
    Verdict.BOTH: "Both wider and narrower",
    Verdict.OTHER: "Same access by proof, but other things changed",
}


_PROOFS = {Verdict.IDENTICAL: ", by proof", Verdict.OTHER: " by proof"}
_READABLE = "as far as the files can be read"


def _presence(diff: AccessDiff) -> str:
    if diff.old.presence is Presence.ABSENT:
        return "New policy file. "
    return "Policy file removed. " if diff.new.presence is Presence.ABSENT else ""


def _doubt(diff: AccessDiff) -> str:
    doubtful = [row for row in diff.rows if row.depends and row.lane in ACCESS_LANES]
    verb = "depends" if len(doubtful) == 1 else "depend"
    of_rows = _facts(fact for row in doubtful for fact in row.depends)
    of_all = _facts(diff.depends)
    said = [
        *([f"{number(len(doubtful), 'row')} {verb} on {of_rows}"] if of_rows else ()),
        *([f"{'the rest ' if of_rows else ''}depends on {of_all}"] if of_all else ()),
    ]
    return f"as far as the file tells ({'; '.join(said)})" if said else "as far as the file tells"


def _facts(facts: Iterable[str]) -> str:
    """Return the first of some facts, and how many more there are; nothing where there are none."""
    found = list(dict.fromkeys(facts))
    more = f" and {number(len(found) - 1, 'more fact')}" if len(found) > 1 else ""
    return f"{found[0]}{more}" if found else ""


def _who_changes(diff: AccessDiff) -> str:
    gaining = _with_effect(diff.rows, Effect.WIDER)
    losing = _with_effect(diff.rows, Effect.NARROWER)
    if not gaining and not losing:
        return ""
    if gaining and losing and who(gaining) == who(losing):
        return f": {_gains_and_loses(who(gaining))}"
    said = [_subject(gaining, "gain"), _subject(losing, "lose")]
    return f": {'; '.join(said if gaining else reversed(said))}"


def _with_effect(rows: Iterable[Row], effect: Effect) -> list[Row]:
    return [row for row in rows if row.lane in ACCESS_LANES and row.effect in {effect, Effect.BOTH}]


def _subject(rows: Sequence[Row], verb: str) -> str:
    if not rows:
        return f"nobody {verb}s any"
    names = who(rows)
    return f"{names} {verb}{'s' if _is_single(names) else ''} access"


def _gains_and_loses(names: str) -> str:
    verbs = "gains some and loses other" if _is_single(names) else "gain some and lose other"
    return f"{names} {verbs} access"


def _is_single(names: str) -> bool:
    if names.startswith(_SEVERAL):
        return False
    return " and " not in names and ", " not in names and " people" not in names


_SEVERAL = ("members ", "users ", "devices ", "hosts ")
"""How the words for a class without a name begin."""


def preamble(diff: AccessDiff) -> tuple[str, ...]:
    """Return what has to be said before the headline: a side that cannot be read, or would be refused."""
    said = list(filter(tells_of_unread, diff.notes))
    if diff.old.refusals:
        errors = number(len(diff.old.refusals), "error")
        said.append(f"OLD would be refused ({errors}): the tailnet may be running an earlier policy")
    if diff.new.refusals:
        errors = number(len(diff.new.refusals), "error")
        they_are = "it is" if len(diff.new.refusals) == 1 else "they are"
        said.append(
            f"NEW would be refused ({errors}): the tailnet keeps the old policy until {they_are} fixed"
        )
    return tuple(said)


NEVER_HAD_ONE = "a tailnet that never had a policy starts with allow-all"


def remarks(diff: AccessDiff) -> tuple[str, ...]:
    """Return what is said of the comparison as a whole."""
    default = (NEVER_HAD_ONE,) if diff.old.presence is Presence.ABSENT else ()
    said_before = (*default, *filter(tells_of_unread, diff.notes))
    return (*default, *_together([note for note in diff.notes if note not in said_before]))


def _together(notes: Sequence[str]) -> Iterator[str]:
    """Yield notes, what is said of one line of each version once."""
    old, new = (_said_once(side, notes) for side in ("OLD", "NEW"))
    for note in notes:
        rest = _rest(note)
        if old.get(rest) == note and rest in new:
            yield f"{_place(note)} and {_place(new[rest])}: {rest}"
        elif not (new.get(rest) == note and rest in old):
            yield note


def _said_once(side: str, notes: Iterable[str]) -> dict[str, str]:
    """Return the notes on a line of a version by what they say, where that is said of one line."""
    found: dict[str, list[str]] = {}
    for note in notes:
        if note.startswith(f"{side} line "):
            found.setdefault(_rest(note), []).append(note)
    return {rest: some[0] for rest, some in found.items() if len(some) == 1}


def _place(note: str) -> str:
    return note.partition(": ")[0]


def _rest(note: str) -> str:
    return note.partition(": ")[2]
