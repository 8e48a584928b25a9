"""What the rows of the SSH lane say, in their words, is what changed: nothing hidden, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from tailcli.diff.model import Lane, Verdict
from tests import corpus
from tests.compare.stand_ins import read

from .corpus_laws import case
from .test_corpus_laws import STEP
from .test_laws import some
from .told_logins import expected, is_same, said, told
from .told_pairs import OWN_ACCOUNTS, login_pairs, scattered_logins

if TYPE_CHECKING:
    from .corpus_laws import Case
    from .told_logins import Changes, Login

Json = dict[str, Any]
often = settings(some, max_examples=75)
ALICE, BEN = "alice@example.com", "ben@example.com"


def differences(one: Case) -> tuple[dict[Login, Changes], dict[Login, list[Changes]]]:
    """What the words leave out, and what they say beyond what the plain evaluator finds.

    Of people whom a row has on both sides it need not say that they reach their own devices already.
    """
    found, quiet = said(told(one), one.world)
    wanted = expected(one)
    hidden = {
        login: changes
        for login, changes in wanted.items()
        if not any(_is_told(changes, each) for each in found.get(login, []))
    }
    beyond = {
        login: each
        for login, each in found.items()
        if login[:2] not in quiet
        and not (login in wanted and all(_is_told(wanted[login], one) for one in each))
    }
    return hidden, beyond


def _is_told(changes: Changes, each: Changes) -> bool:
    return all(map(is_same, changes, each))


def hold(one: Case) -> None:
    assert differences(one) == ({}, {}), one.new.document.source.name
    assert _ends(one, expand=False) == _ends(one, expand=True)


@often
@given(login_pairs() | login_pairs(OWN_ACCOUNTS))
def test_the_words_for_random_rules(pair: tuple[Json, Json]) -> None:
    hold(case(*map(read, pair)))


@some
@given(scattered_logins())
def test_the_words_for_what_is_left_of_a_rule(pair: tuple[Json, Json]) -> None:
    hold(case(*map(read, pair)))


def _ends(one: Case, *, expand: bool) -> list[tuple[object, ...]]:
    rows = told(one, expand=expand)
    return [(row.sources, row.destinations, row.shown.what, row.changes) for row in rows]


@pytest.mark.corpus
@corpus.needed
def test_the_words_for_real_policies() -> None:
    count = 0
    for old, new in corpus.changes(STEP, start=1):
        one = case(old, new)
        count += sum(row.lane is Lane.SSH for row in one.found.rows)
        hold(one)
    assert count > 10


def compared(*rules: list[Json]) -> Case:
    people = {"groups": {"group:eng": [ALICE, BEN]}, "tagOwners": {"tag:db": [], "tag:web": []}}
    old, new = ({**people, "ssh": listed} for listed in rules)
    return case(read(old), read(new))


def rule(**fields: object) -> Json:
    return {"action": "accept", "src": [ALICE], "dst": ["tag:db"], "users": ["root"], **fields}


def test_each_check_period() -> None:
    periods = {
        f"tag:of{n}": period for n, period in enumerate(("always", "45m", "1h", "1h30m", "90s", "168h"))
    }
    rules = [
        rule(action="check", dst=[tag], checkPeriod=period)
        for tag, period in (*periods.items(), ("tag:db", ""))
    ]
    names = {"tagOwners": {tag: [] for tag in (*periods, "tag:db")}}
    hold(case(*(read({**names, "ssh": listed}) for listed in ([], rules))))


@pytest.mark.parametrize("domain", ["example.com", "example.org"])
def test_own_accounts_of_one_domain(domain: str) -> None:
    src = [ALICE, "carol@example.org", "autogroup:member"]
    hold(compared([], [rule(src=src, users=[f"localpart:*@{domain}", "root"])]))


def test_an_own_account_is_no_other_account() -> None:
    """Without the rule for all accounts their own one is opened still."""
    own = rule(src=[ALICE, BEN], users=["localpart:*@example.com"])
    one = compared([rule(src=[ALICE, BEN], users=["autogroup:nonroot"]), own], [own])
    hold(one)
    (row,) = told(one)
    other = "any account except root and the account named like their own login @example.com"
    assert row.shown.what == other


def test_without_its_check_an_own_account_is_wider() -> None:
    own = rule(users=["localpart:*@example.com"])
    one = compared([rule(action="check", users=["alice"]), own], [own])
    found, _ = said(told(one), one.world)
    assert found == {login: [changes] for login, changes in expected(one).items()}
    assert one.found.verdict is Verdict.WIDER


@pytest.mark.parametrize(
    ("where", "pairs"), [([ALICE, BEN], 4), (["user:*@example.com"], 6), (["autogroup:member"], 6)]
)
def test_the_devices_of_each_other(where: list[str], pairs: int) -> None:
    """Of two people: their own, each other's, and those of whom no rule names."""
    one = compared([rule(src=[ALICE, BEN], dst=where)], [])
    hold(one)
    assert sum(row.pairs for row in one.found.rows if row.lane is Lane.SSH) == pairs


def test_no_recorder_to_enforce() -> None:
    one = compared([rule(enforceRecorder=True)], [rule()])
    assert one.found.verdict is Verdict.IDENTICAL
    assert [cause.text for cause in one.found.idle_causes] == ["ssh[0] changed: - enforceRecorder"]


def test_all_rules_are_named_where_a_row_is_so() -> None:
    """``ssh[3]`` gives nothing that ``ssh[0]`` does not."""
    people = [f"someone{n}@example.com" for n in range(4)]
    tags = [f"tag:of{n}" for n in range(4)]
    ends = [([0, 1], [0, 1]), ([2], [2]), ([3], [3]), ([0], [0]), ([2], [1])]
    small = [rule(src=[people[n] for n in src], dst=[tags[n] for n in dst]) for src, dst in ends]
    wide = rule(action="check", src=people, dst=tags)
    names = {"tagOwners": {tag: [] for tag in tags}}
    one = case(*(read({**names, "ssh": listed}) for listed in (small, [*small, wide])))
    (note,) = (note for row in one.found.rows for note in row.notes if note.startswith("only where"))
    assert note == "only where ssh[0], ssh[1], ssh[2] and 1 more of the old version let them in"
