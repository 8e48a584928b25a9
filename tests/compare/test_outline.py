"""What is left of a box in outline is what is left of it in full, as far as an outline says anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from tailcli.access.atoms import members
from tailcli.access.compile import compile_together
from tailcli.access.ranges import intersect, overlaps, union_all
from tailcli.access.traffic import FAMILY_LINE
from tailcli.compare import outline
from tailcli.compare.outline import in_full, in_outline, meets, untouched
from tailcli.compare.subtract import Piece, remainder
from tests.diff.broad_rules import broadened

from .stand_ins import read
from .test_against_oracle import checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.compile import Access, Box
    from tailcli.access.ranges import Ranges

Json = dict[str, Any]
Pair = tuple[int, int]


@pytest.fixture
def _any_box() -> Iterator[None]:
    """Take boxes in outline however few boxes give something of them, and in however few parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outline, "LEAST_GIVING", 0)
        yield


def outlined(pair: tuple[Json, Json]) -> Iterator[tuple[list[Piece], list[Piece], Access]]:
    """Yield each box of one version in outline and in full, both ways, where there is an outline."""
    sides = compile_together([read(policy) for policy in pair])
    for having, other in (sides, sides[::-1]):
        singles = having.universe.singles
        for box in having.network:
            found = in_outline(box, other.network, singles, is_scattered=True)
            if found is not None:
                yield found, list(remainder(box, other.network, singles)), other


def area(pieces: Iterable[Piece], within: Ranges, singles: int) -> set[Pair]:
    """The pairs that keep some of the rights, but for a person with their own class."""
    return {
        (source, destination)
        for piece in pieces
        if overlaps(piece.rights, within)
        for source in members(piece.sources)
        for destination in members(piece.destinations)
        if source != destination or not 1 << source & singles
    }


@pytest.mark.usefixtures("_any_box")
@checked
@given(broadened())
def test_an_outline_names_the_same_ends_and_rights(pair: tuple[Json, Json]) -> None:
    for rough, full, other in outlined(pair):
        for line in FAMILY_LINE.values():
            singles = other.universe.singles
            assert area(rough, line, singles) == area(full, line, singles)
        assert union_all(piece.rights for piece in rough) == union_all(piece.rights for piece in full)


@pytest.mark.usefixtures("_any_box")
@checked
@given(broadened())
def test_the_parts_of_an_outline_are_what_is_left(pair: tuple[Json, Json]) -> None:
    for rough, full, other in outlined(pair):
        singles = other.universe.singles
        for asked in {box.rights for box in other.network} | {piece.rights for piece in rough}:
            parts = [part for piece in rough for part in in_full(piece, singles, asked)]
            cut = [part._replace(rights=intersect(part.rights, asked)) for part in full]
            assert cells(parts, singles) == cells(cut, singles)


def cells(pieces: Iterable[Piece], singles: int) -> dict[Pair, Ranges]:
    found: dict[Pair, list[Ranges]] = {}
    for piece in pieces:
        for pair in area([piece], piece.rights, singles):
            found.setdefault(pair, []).append(piece.rights)
    return {pair: union_all(rights) for pair, rights in found.items()}


@pytest.mark.usefixtures("_any_box")
@checked
@given(broadened())
def test_boxes_meet_an_outline_where_they_meet_a_part_of_it(pair: tuple[Json, Json]) -> None:
    for rough, full, other in outlined(pair):
        for box in other.network:
            assert any(meets(box, piece, 0) for piece in rough) == any(meets(box, p, 0) for p in full)


@pytest.mark.usefixtures("_any_box")
@checked
@given(broadened())
def test_the_untouched_part_is_given_by_nothing_else(pair: tuple[Json, Json]) -> None:
    for rough, _, other in outlined(pair):
        for part in (untouched(piece, other.universe.singles) for piece in rough):
            assert part.sources
            assert part.destinations
            assert part.sources != part.destinations or part.sources & (part.sources - 1)
            assert not any(_gives(box, part) for box in other.network if not box.alternative)


def _gives(box: Box, part: Piece) -> bool:
    return bool(
        box.sources & part.sources
        and box.destinations & part.destinations
        and overlaps(box.rights, part.rights)
    )


@pytest.mark.usefixtures("_any_box")
def test_there_is_no_outline_where_some_have_it_all_already() -> None:
    halves = [
        {"src": ["autogroup:member"], "dst": ["autogroup:tagged"], "ip": [f"tcp:{ports}"]}
        for ports in ("1-30000", "30001-60000")
    ]
    both = ["autogroup:tagged", "autogroup:member"]
    broad = {"src": both, "dst": both, "ip": ["tcp:1-60000"]}
    for given_by, is_told in ((halves, False), (halves[:1], True)):
        old, new = compile_together([read({"grants": rules}) for rules in (given_by, [*given_by, broad])])
        box = next(box for box in new.network if box.rule == len(given_by))
        assert (in_outline(box, old.network, 0, is_scattered=True) is not None) is is_told


@pytest.mark.usefixtures("_any_box")
def test_nobody_is_an_instance_for_their_own_class() -> None:
    people, tag = ["alice@example.com", "bob@example.com"], "tag:a"
    narrow = {"src": people[1:], "dst": [tag], "ip": ["tcp:22"]}
    broad = {"src": people, "dst": [people[0], tag], "ip": ["*"]}
    owners = {"tagOwners": {tag: []}}
    old, new = compile_together([read({**owners, "grants": rules}) for rules in ([narrow], [narrow, broad])])
    singles = new.universe.singles
    box = next(box for box in new.network if box.rule == 1)
    (piece,) = in_outline(box, old.network, singles, is_scattered=True) or ()
    part = untouched(piece, singles)
    assert (part.sources, part.destinations) == (
        new.universe.login_bits[people[1]],
        new.universe.login_bits[people[0]],
    )


def test_a_box_that_few_others_touch_is_looked_at_in_full() -> None:
    policy = {"grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}]}
    old, new = compile_together([read({"grants": []}), read(policy)])
    assert [in_outline(box, old.network, 0) for box in new.network] == [None] * len(new.network)
