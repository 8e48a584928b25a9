"""The kinds of latent access: traffic, application permissions and SSH logins, each read in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.naming import Side as End
from tailcli.access.ranges import of
from tailcli.access.wording import login_words, traffic_words
from tailcli.compare.subtract import Piece
from tailcli.diff.accounts import account_words
from tailcli.diff.drafts import Draft, drafts
from tailcli.diff.model import Change, Lane
from tailcli.diff.permission_lines import permission_lines
from tailcli.diff.risk import Area, application_risk, network_risk, ssh_risk
from tailcli.diff.settings_effect import sets_only
from tailcli.diff.usable_logins import SSH_TRAFFIC
from tailcli.diff.witnesses import permission_witness, traffic_witness
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tailcli.access.compile import Box
    from tailcli.access.permissions import Permission
    from tailcli.access.ranges import Ranges
    from tailcli.diff.causes import Causes
    from tailcli.diff.model import Cause, Place, Risk, Witness
    from tailcli.diff.personas import Persona, Personas
    from tailcli.diff.sides import Sides, Version
    from tailcli.diff.usable_logins import BothLogins, Logins
    from tailcli.hujson.nodes import String


class View(NamedTuple):
    """One direction: which version has the access and which has not, and who may act as what in each."""

    having: Version
    other: Version
    mine: Personas
    theirs: Personas
    both: BothLogins
    sides: Sides
    change: Change

    @property
    def gained(self) -> bool:
        """Whether the version that has it is the new one."""
        return self.change is Change.GAINED

    @property
    def logins(self) -> Logins:
        """The usable logins of the version that has it."""
        return self.both.new if self.gained else self.both.old

    @property
    def other_logins(self) -> Logins:
        """The usable logins of the other version."""
        return self.both.old if self.gained else self.both.new

    @property
    def kept(self) -> frozenset[int]:
        """The access rules of the version that give exactly the same in the other one."""
        return self.sides.kept[1 if self.gained else 0]


class Asked(NamedTuple):
    """What is to be told as rows: parts of boxes with their edits, and selectors that may name sources."""

    parts: Iterable[tuple[Cause | None, Piece]]
    boxes: Sequence[Box]
    words: tuple[str, ...]


class Kind(NamedTuple):
    """How one kind of access is read.

    Attributes:
        lane: the lane in which it is told where no further step is needed.
        boxes: what a version gives those whom others may act as.
        fresh: the part of what the version that has it gives them that came with the change.
        anyway: what a version gives anybody without a step, on some destinations.
        drafts: the pieces in as few rows as say them.
        words: rights in words.
        risk: what a gain risks.
        witness: one concrete instance of a draft.
        place: where a version says so, by the number of a rule.
        pairs: the numbers of the rules that those of the version were, or became.
        edit: the edit of the rules that give a persona some of it.
        is_use: whether rights let somebody do anything: settings alone hold them to something.
        on_any_terms: whether it is nothing new where it was had on other conditions.
    """

    lane: Lane
    boxes: Callable[[Version, Logins], Sequence[Box]]
    fresh: Callable[[View], list[Box]]
    anyway: Callable[[Version, Logins, int], Sequence[Box]]
    drafts: Callable[[Asked, Version], list[Draft]]
    words: Callable[[Version, Ranges], tuple[str, ...]]
    risk: Callable[[Draft, Version], Risk]
    witness: Callable[[Draft, Version], Witness]
    place: Callable[[Version, int], Place]
    pairs: Callable[[View], dict[int, int]]
    edit: Callable[[Persona, Piece, View, Causes], Cause | None]
    is_use: Callable[[Version, Ranges], bool] = lambda *_: True
    on_any_terms: bool = False


def _not_kept(view: View, boxes: Sequence[Box]) -> list[Box]:
    kept = view.kept
    return [box for box in boxes if box.rule not in kept]


def _rule_place(version: Version, number: int) -> Place:
    return version.rule_place(version.access.rules[number])


def _partners(view: View) -> dict[int, int]:
    return view.sides.was if view.gained else view.sides.became


def _rule_edit(persona: Persona, piece: Piece, view: View, causes: Causes) -> Cause | None:
    """Return the edit of an access rule, or of a name in it."""
    edit = causes.of_rule(piece.rule, gained=view.gained)
    if edit is not None or piece.rule in view.kept:
        return edit
    parts = causes.split(piece._replace(sources=persona.atoms), gained=view.gained)
    return next((cause for cause, _ in parts if cause is not None), None)


def _numbers(rights: Ranges) -> list[int]:
    return [number for first, end in rights for number in range(first, end)]


def _permissions(version: Version, rights: Ranges) -> list[Permission]:
    return [version.access.permissions[number] for number in _numbers(rights)]


def _permission_words(version: Version, rights: Ranges) -> tuple[str, ...]:
    return permission_lines(_permissions(version, rights))


def _is_use(version: Version, rights: Ranges) -> bool:
    return not sets_only(rights, version.access.permissions)


def _use(piece: Piece, version: Version) -> Piece:
    """Leave out of a piece what only holds its users to something."""
    numbers = (number for number in _numbers(piece.rights) if _is_use(version, ((number, number + 1),)))
    return piece._replace(rights=of((number, number + 1) for number in numbers))


NETWORK = Kind(
    Lane.NETWORK,
    lambda version, _: version.access.network,
    lambda view: _not_kept(view, view.having.access.network),
    lambda version, *_: version.access.network,
    lambda asked, version: drafts(asked.parts, version, asked.boxes, (), asked.words, is_traffic=True),
    lambda _, rights: traffic_words(rights),
    lambda d, version: network_risk(d.sources, d.destinations, d.rights, Area(*d.atoms), version),
    lambda d, version: traffic_witness(d.pieces[0], d.rights, version, lambda _, shown: traffic_words(shown)),
    _rule_place,
    _partners,
    _rule_edit,
)
APPLICATION = Kind(
    Lane.APPLICATION,
    lambda version, _: version.access.application,
    lambda view: _not_kept(view, view.having.access.application),
    lambda version, *_: version.access.application,
    lambda asked, version: drafts(asked.parts, version, asked.boxes, (), asked.words, is_traffic=False),
    _permission_words,
    lambda d, version: application_risk(d.sources, _permissions(version, d.rights), Area(*d.atoms), version),
    lambda d, version: permission_witness(_use(d.pieces[0], version), d.rights, version, _permission_words),
    _rule_place,
    _partners,
    _rule_edit,
    _is_use,
)


def _new_logins(view: View) -> list[Box]:
    if view.both.are_same:
        return []
    known = {box[:-1] for box in view.other_logins.from_tags()}
    return [box for box in view.logins.from_tags() if box[:-1] not in known]


def _login_drafts(asked: Asked, version: Version) -> list[Draft]:
    """Return a draft for each edit and pair of ends, with all accounts."""
    namer = version.namer.of_identities()
    found: dict[object, Draft] = {}
    for cause, piece in asked.parts:
        rule = version.policy.ssh[piece.rule]
        sources = namer.name(piece.sources, End.SOURCE, (*_texts(rule.src), *asked.words))
        draft = Draft(
            sources,
            namer.name(piece.destinations, End.DESTINATION, _texts(rule.dst)),
            piece.rights,
            (piece,),
            cause,
        )
        key = cause, piece.alternative, piece.sources, piece.destinations
        found[key] = draft if key not in found else found[key].joined_with(draft)
    return _same_logins(found.values())


def _same_logins(found: Iterable[Draft]) -> list[Draft]:
    """Tell together where the same people could log in as the same."""
    together: dict[object, Draft] = {}
    for draft in found:
        piece = draft.pieces[0]
        key = draft.cause, piece.alternative, piece.sources, draft.rights
        same = together.get(key)
        together[key] = (
            draft
            if same is None
            else same._replace(
                destinations=tuple(dict.fromkeys((*same.destinations, *draft.destinations))),
                pieces=(*same.pieces, *draft.pieces),
            )
        )
    return list(together.values())


def _texts(strings: Iterable[String]) -> tuple[str, ...]:
    return tuple(string.value for string in strings)


def _login_risk(draft: Draft, version: Version) -> Risk:
    logins = [version.ssh.logins[number] for number in _numbers(draft.rights)]
    return ssh_risk(draft.sources, logins, (), Area(*draft.atoms), version)


def _login_witness(draft: Draft, version: Version) -> Witness:
    return permission_witness(draft.pieces[0], draft.rights, version, _login_words)


def _login_words(version: Version, rights: Ranges) -> tuple[str, ...]:
    return tuple(login_words(version.ssh.logins[number]) for number in _numbers(rights))


def _login_edit(persona: Persona, piece: Piece, view: View, causes: Causes) -> Cause | None:
    """Return the edit of the SSH rule, or of an access rule that opens the port."""
    rule = view.having.policy.ssh[piece.rule]
    edit = causes.of_ssh([rule], persona.atoms, piece.destinations, gained=view.gained)
    return edit or edit_of_port(persona.atoms, piece.destinations, view, causes)


def edit_of_port(sources: int, destinations: int, view: View, causes: Causes) -> Cause | None:
    """Return the edit of an access rule that opens port 22, or of a name in it."""
    opening = (
        Piece(box.sources & sources, box.destinations & destinations, SSH_TRAFFIC, box.alternative, box.rule)
        for box in view.logins.opening
        if box.rule not in view.kept and box.sources & sources and box.destinations & destinations
    )
    edits = (cause for piece in opening for cause, _ in causes.split(piece, gained=view.gained))
    return next((one for one in edits if one is not None), None)


LOGIN = Kind(
    Lane.SSH,
    lambda _, logins: logins.from_tags(),
    _new_logins,
    lambda _, logins, destinations: logins.usable(destinations=destinations),
    _login_drafts,
    lambda version, rights: account_words(_numbers(rights), version.ssh.logins),
    _login_risk,
    _login_witness,
    lambda version, number: version.rule_place(version.policy.ssh[number]),
    lambda view: view.sides.ssh_was if view.gained else view.sides.ssh_became,
    _login_edit,
    on_any_terms=True,
)
KINDS = (NETWORK, APPLICATION, LOGIN)
