"""Rows for the policy's own tests: assertions that are no longer made, and new ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.access.naming import Party
from tailcli.diff.definition_edits import listed
from tailcli.diff.model import Cause, Change, Effect, Lane, Row
from tailcli.hujson.plain import to_python
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.diff.model import Place
    from tailcli.diff.sides import Sides, Version
    from tailcli.hujson.nodes import Object, String
    from tailcli.policy.model import PolicyTest, SshTest


class _Asked(NamedTuple):
    """What the assertions of one entry have in common."""

    section: str
    source: str
    proto: str
    attributes: str


class _Claim(NamedTuple):
    """One assertion: what is asked, what is asked for, and what is expected."""

    asked: _Asked
    target: str
    expected: str


def assertion_rows(sides: Sides) -> list[Row]:
    """Return which assertions were dropped and which were added, one row for each source asked about.

    Assertions are held together by what they say: moving an entry or splitting it changes nothing. One that
    expects something else now is both dropped and added.
    """
    old, new = _claims(sides.old), _claims(sides.new)
    dropped = _by_source({claim: place for claim, place in old.items() if claim not in new})
    added = _by_source({claim: place for claim, place in new.items() if claim not in old})
    return [
        *(_row(asked, claims, Change.LOST) for asked, claims in dropped.items()),
        *(_row(asked, claims, Change.GAINED) for asked, claims in added.items()),
    ]


def _claims(version: Version) -> dict[_Claim, Place]:
    found: dict[_Claim, Place] = {}
    for test in version.policy.tests:
        asked = _asked("tests", test, test.proto)
        lists = {"accept": test.accept, "deny": test.deny}
        place = version.place(test.node.span, f"tests[{test.ordinal}]")
        for expected, node in _listed(lists):
            found.setdefault(_Claim(asked, node.value.strip(), expected), place)
    for ssh_test in version.policy.ssh_tests:
        asked = _asked("sshTests", ssh_test, None)
        logins = {"accept": ssh_test.accept, "check": ssh_test.check, "deny": ssh_test.deny}
        place = version.place(ssh_test.node.span, f"sshTests[{ssh_test.ordinal}]")
        for expected, node in _listed(logins):
            for to in ssh_test.dst:
                found.setdefault(_Claim(asked, f"{node.value} on {to.value.strip()}", expected), place)
    return found


def _asked(section: str, test: PolicyTest | SshTest, proto: String | None) -> _Asked:
    source = "" if test.src is None else test.src.value.strip()
    protocol = "" if proto is None else proto.value.strip().lower()
    return _Asked(section, source, protocol, _canonical(test.src_posture_attrs))


def _canonical(node: Object | None) -> str:
    return "" if node is None else json.dumps(to_python(node), sort_keys=True, ensure_ascii=False)


def _listed(lists: dict[str, tuple[String, ...]]) -> Iterator[tuple[str, String]]:
    for expected, nodes in lists.items():
        yield from ((expected, node) for node in nodes)


def _by_source(claims: dict[_Claim, Place]) -> dict[_Asked, list[tuple[_Claim, Place]]]:
    found: dict[_Asked, list[tuple[_Claim, Place]]] = {}
    for claim, place in claims.items():
        found.setdefault(claim.asked, []).append((claim, place))
    return found


def _row(asked: _Asked, claims: list[tuple[_Claim, Place]], change: Change) -> Row:
    places = tuple(dict.fromkeys(place for _, place in claims))
    is_added = change is Change.GAINED
    return Row(
        lane=Lane.TESTS,
        change=change,
        effect=Effect.NONE,
        sources=(Party(asked.source or "(no source)", is_selector=bool(asked.source)),),
        destinations=(),
        rights=tuple(_words(claim) for claim, _ in claims),
        before="" if is_added else _terms(asked),
        after=_terms(asked) if is_added else "",
        old=() if is_added else places,
        new=places if is_added else (),
        pairs=len(claims),
        cause=_cause(places, is_added=is_added),
    )


def _cause(places: tuple[Place, ...], *, is_added: bool) -> Cause:
    """An entry may stand in both versions and say more or less now."""
    labels = listed(tuple(place.label for place in places))
    if is_added:
        return Cause(f"new in {labels}", None, places[0])
    return Cause(f"gone from {labels}", places[0], None)


def _words(claim: _Claim) -> str:
    lane = "ssh as " if claim.asked.section == "sshTests" else ""
    return f"{claim.expected} {lane}{claim.target}"


def _terms(asked: _Asked) -> str:
    words = [asked.proto, asked.attributes and f"with {asked.attributes}"]
    return " ".join(word for word in words if word)
