"""What is told beside the files counts as if the files said it, and the laws of the diff hold with it too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.inventory import Inventory
from tailcli.diff.compute import compare_policies
from tailcli.diff.model import ACCESS_LANES, Change, Lane, Verdict
from tests.compare.stand_ins import read
from tests.oracle.edits import equal_pairs, pairs
from tests.oracle.vocabulary import LOGINS, ROLES, SYNCED, policies

from .oracle_pairs import application_pairs, network_pairs, ssh_pairs, universe_of, world_of
from .test_laws import MIRRORED, counted, mirror_key, some

if TYPE_CHECKING:
    from tailcli.diff.model import AccessDiff

Json = dict[str, Any]
AS_GROUP = "group:with-role-"
NAMES = [role.removeprefix("autogroup:") for role in ROLES]
people = st.lists(st.sampled_from((*LOGINS, "erin@example.com")), max_size=3, unique=True).map(tuple)
told = st.builds(
    Inventory,
    groups=st.fixed_dictionaries({SYNCED: people}),
    roles=st.dictionaries(st.sampled_from(NAMES), people) | st.none(),
)


def diff(pair: tuple[Json, Json], facts: Inventory) -> AccessDiff:
    return compare_policies(read(pair[0]), read(pair[1]), inventory=facts)


def written(pair: tuple[Json, Json], facts: Inventory) -> tuple[Json, Json]:
    """The same policies with the facts in them: groups for the synced ones and for the roles in use."""
    old, new = (_with_roles_as_groups(policy) if facts.roles is not None else policy for policy in pair)
    roles = {name: tuple(members) for name, members in (facts.roles or {}).items()}
    roles["admin"] = tuple(dict.fromkeys((*roles.get("admin", ()), *roles.get("owner", ()))))
    groups = {**facts.groups, **{f"{AS_GROUP}{name}": roles.get(name, ()) for name in NAMES}}
    text = json.dumps([old, new])
    used = {name: list(members) for name, members in groups.items() if name in text}
    return tuple(policy | {"groups": {**policy.get("groups", {}), **used}} for policy in (old, new))


def _with_roles_as_groups(policy: Json) -> Json:
    text = json.dumps(policy)
    for name in NAMES:
        text = text.replace(f'"autogroup:{name}', f'"{AS_GROUP}{name}')
    return json.loads(text)


@some
@given(pairs(), told)
def test_what_is_told_counts_as_if_it_were_written(pair: tuple[Json, Json], facts: Inventory) -> None:
    found = diff(pair, facts)
    same = diff(written(pair, facts), Inventory())
    for lane in ACCESS_LANES:
        for change in Change:
            assert counted(found.rows, lane, change) == counted(same.rows, lane, change)
    assert found.verdict is same.verdict or Verdict.OTHER in {found.verdict, same.verdict}
    assert found.is_certain == same.is_certain


@some
@given(pairs(), told)
def test_the_pairs_are_those_of_the_plain_evaluator(pair: tuple[Json, Json], facts: Inventory) -> None:
    rows = diff(pair, facts).rows
    both = written(pair, facts)
    world, universe = world_of(*both), universe_of(*both)
    gained = (Change.GAINED, Change.CHANGED)
    assert counted(rows, Lane.NETWORK, *gained) == len(network_pairs(*both, world, universe))
    assert counted(rows, Lane.APPLICATION, *gained) == len(application_pairs(*both, world, universe))
    logins = ssh_pairs(*both, world, universe)
    assert {change: counted(rows, Lane.SSH, change) for change in Change} == {
        change: len(pairs) for change, pairs in logins.items()
    }


@some
@given(pairs(), told)
def test_the_other_way_round_is_the_mirror(pair: tuple[Json, Json], facts: Inventory) -> None:
    there, back = diff(pair, facts), diff((pair[1], pair[0]), facts)
    assert back.verdict is MIRRORED.get(there.verdict, there.verdict)
    assert mirror_key(there.rows, Change.GAINED) == mirror_key(back.rows, Change.LOST)


@some
@given(policies(), equal_pairs(), told)
def test_what_is_identical_stays_so(policy: Json, pair: tuple[Json, Json], facts: Inventory) -> None:
    assert diff((policy, policy), facts).rows == ()
    assert diff(pair, facts).verdict is Verdict.IDENTICAL


@some
@given(pairs(), told)
def test_nobody_is_unknown_whom_somebody_told_of(pair: tuple[Json, Json], facts: Inventory) -> None:
    found = diff(pair, facts)
    words = " ".join(fact for row in found.rows for fact in row.depends)
    assert SYNCED not in words
    assert facts.roles is None or "autogroup:" not in words
    missing = [note for note in found.notes if note.startswith("the file does not tell")]
    assert not [note for note in missing if SYNCED in note or facts.roles is not None]


def gaining(source: str, facts: Inventory, groups: Json | None = None) -> list[str]:
    """Who gains by a new grant for a source."""
    old: Json = {"tagOwners": {"tag:db": []}, "groups": groups or {}, "grants": []}
    rule = {"src": [source], "dst": ["tag:db"], "ip": ["tcp:22"]}
    rows = diff((old, old | {"grants": [rule]}), facts).rows
    return sorted(login for row in rows for party in row.sources for login in party.logins)


def test_an_owner_is_an_admin_too() -> None:
    facts = Inventory(roles={"owner": ("olga@example.com",), "admin": ("ann@example.com",)})
    assert gaining("autogroup:admin", facts) == ["ann@example.com", "olga@example.com"]
    assert gaining("autogroup:owner", facts) == ["olga@example.com"]
    assert gaining("autogroup:auditor", facts) == []


def test_the_file_knows_better_who_is_in_a_group_that_it_defines() -> None:
    facts = Inventory(groups={"group:a": ("told@example.com",), SYNCED: ("told@example.com",)})
    assert gaining("group:a", facts, {"group:a": ["file@example.com"]}) == ["file@example.com"]
    assert gaining("group:a", facts) == ["told@example.com"]
    assert gaining(SYNCED, facts) == ["told@example.com"]
