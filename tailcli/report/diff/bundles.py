"""Many rows of one edit that differ in who and what alone: a summary, the first of them, and how many more.

One line of a large policy may touch thousands of rules. Nobody reads thousands of rows that say the same, and
no row may be hidden: what is not shown is counted where it would stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.rights_words import enumeration
from tailcli.diff.model import ACCESS_LANES, Change, Lane, Risk
from tailcli.policy.addresses import parse_network
from tailcli.report.counts import number
from tailcli.report.diff.words import End, party_words, terms
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.naming import Party
    from tailcli.diff.model import Place, Row

MOST_SHOWN = 20
"""So many rows of one edit, lane, change and terms are shown, of more the closest to look at."""


class Bundle(NamedTuple):
    """Rows that are shown one after the other.

    Attributes:
        rows: the rows that are shown.
        summary: what is said before them of all; empty where all are shown.
        left_out: the rows that are not shown.
    """

    rows: tuple[Row, ...]
    summary: str = ""
    left_out: tuple[Row, ...] = ()

    @property
    def more(self) -> str:
        """What is said behind the rows of those that are not shown; empty where all are."""
        if not self.left_out:
            return ""
        unsure = sum(1 for row in self.left_out if row.depends)
        doubt = f", {unsure} of them depending on what the file does not tell" if unsure else ""
        return f"and {number(len(self.left_out), 'more row')} like these{doubt} ({LISTED})"


LISTED = "--expand or --format json lists them"


def bundles(rows: Sequence[Row], *, expand: bool = False) -> tuple[Bundle, ...]:
    """Return rows in their order, those of a bundle at the place of the first of it.

    Every row is in exactly one bundle, shown or left out. Shown are all with ``expand``, all whose risk is
    above the usual, and the first of those that are alike: of the same edit, lane, change, effect and terms.
    """
    alike: dict[object, list[Row]] = {}
    for row in rows if len(rows) > MOST_SHOWN and not expand else ():
        alike.setdefault(_key(row), []).append(row)
    cut = {key: _bundle(some) for key, some in alike.items() if key is not None and _is_cut(some)}
    found: list[Bundle] = []
    plain: list[Row] = []
    told: set[object] = set()
    for row in rows:
        key = _key(row) if cut else None
        if key not in cut:
            plain.append(row)
        elif key not in told:
            found += [Bundle(tuple(plain))] if plain else []
            found.append(cut[key])
            plain = []
            told.add(key)
    return (*found, Bundle(tuple(plain))) if plain else tuple(found)


def _key(row: Row) -> object:
    """Return what rows of a bundle have in common; None for a row of which no edit is known.

    What latent access has for terms is the way to it: that differs with what is reached.
    """
    if row.cause is None:
        return None
    terms = () if row.lane is Lane.LATENT else (row.before, row.after)
    return row.cause, row.lane, row.change, row.effect, row.one_way, row.leads_to, terms


def _is_cut(rows: Sequence[Row]) -> bool:
    """Tell whether more than one row is left out: one more is no longer than saying that there is one."""
    return len(rows) - max(MOST_SHOWN, sum(map(_is_risky, rows))) > 1


def _is_risky(row: Row) -> bool:
    return row.risk.value < Risk.USUAL.value


def _bundle(rows: Sequence[Row]) -> Bundle:
    room = max(0, MOST_SHOWN - sum(map(_is_risky, rows)))
    shown: list[Row] = []
    left_out: list[Row] = []
    for row in rows:
        is_shown = _is_risky(row) or room > 0
        room -= is_shown and not _is_risky(row)
        (shown if is_shown else left_out).append(row)
    return Bundle(tuple(shown), _summary(rows), tuple(left_out))


def _summary(rows: Sequence[Row]) -> str:
    """Return in one phrase how many rows there are, of how many rules, about whom, and what changes."""
    rules = {(place.file, place.label) for row in rows for place in _places(row)}
    of_rules = f" of {number(len(rules), 'rule')}" if rules and rows[0].lane in _BY_RULES else ""
    sources = dict.fromkeys(party for row in rows for party in row.sources)
    destinations = dict.fromkeys(party for row in rows for party in row.destinations)
    together = "between them, " if len(sources) > 1 and len(destinations) > 1 else ""
    said = _act(rows[0], _counted(sources, End.SOURCE), _counted(destinations, End.DESTINATION))
    on_terms = "" if rows[0].lane is Lane.LATENT or not terms(rows[0]) else f"; {terms(rows[0])}"
    return f"{number(len(rows), 'row')}{of_rules}: {together}{said}{on_terms}"


_BY_RULES = (*ACCESS_LANES, Lane.LATENT)


def _places(row: Row) -> tuple[Place, ...]:
    return (row.old or row.new) if row.change is Change.LOST else (row.new or row.old)


def _act(row: Row, who: str, what: str) -> str:
    """Return what rows like this one say together: each of them of some of those."""
    if not who:
        return row.lane.value
    verb = _VERBS.get(row.access) if row.access else None
    if verb is None or not what:
        return f"{row.lane.value} of {who}"
    act = verb.format(what)
    if row.lane is Lane.LATENT:
        return f"{who} could {'no longer ' if row.change is Change.LOST else ''}{act}"
    if row.is_conditional_now:
        return f"{who} may from now on {act} {row.after}"
    return f"{who} may {_MAY[row.change]}{act}"


_VERBS = {
    Lane.NETWORK: "reach {}",
    Lane.SSH: "log in to {} by SSH",
    Lane.APPLICATION: "use applications on {}",
}
_MAY = {Change.GAINED: "newly ", Change.LOST: "no longer ", Change.CHANGED: "still "}


def _counted(parties: Iterable[Party], end: End) -> str:
    """Return parties by kind: one or two of a kind by name, more by their number."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for party in parties:
        bare = party._replace(logins=(), detail="", devices=None)
        text = party_words(bare, end, among_others=True)
        kinds.setdefault(_kind(party), {})[text] = None
    said = [
        text
        for (one, many), names in kinds.items()
        for text in (list(names) if len(names) <= _FEW_NAMES else [_number(len(names), one, many)])
    ]
    return enumeration(said)


_FEW_NAMES = 2


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _kind(party: Party) -> tuple[str, str]:
    prefix = next((prefix for prefix in _NOUNS if party.text.startswith(prefix)), None)
    if prefix is not None:
        return _NOUNS[prefix]
    if party.logins == (party.text,):
        return "person", "people"
    if parse_network(party.text) is not None:
        return "address or range", "addresses and ranges"
    return ("host", "hosts") if party.is_selector and party.detail else ("other", "others")


_NOUNS = {
    "group:": ("group", "groups"),
    "tag:": ("tag", "tags"),
    "ipset:": ("IP set", "IP sets"),
    "svc:": ("service", "services"),
    "autogroup:": ("autogroup", "autogroups"),
}
