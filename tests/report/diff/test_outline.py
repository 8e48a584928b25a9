"""Every row is told once, under its heading, and the counts add up."""

from __future__ import annotations

import pytest

from tailcli.access.naming import Party
from tailcli.access.rights_words import accounts
from tailcli.diff.model import AccessDiff, Cause, Change, Effect, Lane, Presence, Row, Verdict
from tailcli.report.diff.outline import (
    Grouping,
    count_words,
    counts,
    headline,
    preamble,
    remarks,
    sections,
    unnoticed,
)
from tailcli.report.diff.words import End, party_words, rules, sentence, terms
from tests.report.diff import samples


@pytest.mark.parametrize("by", Grouping)
@pytest.mark.parametrize("diff", [*samples.DIFFS, samples.hostile()])
def test_every_row_stands_in_one_section(diff: AccessDiff, by: Grouping) -> None:
    told = [row for section in sections(diff, by) for row in section.rows]
    assert sorted(map(id, told)) == sorted(map(id, diff.rows))
    found = counts(diff)
    assert sum(found) - found.rows == found.rows == len(diff.rows)


def test_rows_of_one_cause_are_told_together() -> None:
    other = samples.GAIN._replace(cause=samples.GAIN.cause, rights=("udp:53",))
    diff = samples.FULL._replace(rows=(samples.GAIN, samples.GAIN._replace(cause=None), other))
    (section,) = sections(diff)
    assert [(group.title, len(group.rows)) for group in section.groups] == [
        ("grants[0] was widened (HEAD:policy.hujson:10 -> policy.hujson:12)", 2),
        ("", 1),
    ]


def test_words_for_several_take_a_plural() -> None:
    strangers = samples.GAIN._replace(sources=(Party("members that the policy does not name", is_open=True),))
    said = headline(samples.FRESH._replace(rows=(strangers,)))
    assert ": members that the policy does not name gain access;" in said


def test_the_counts_in_words() -> None:
    said = "6 rows: 1 gained, 1 lost, 1 on changed terms, 1 within reach by a further step, 2 also changed"
    assert count_words(samples.FULL) == said


WHO = "whether guest@other.com is a member of the tailnet"
ROLE = "whether they have the role autogroup:admin"
DOUBTFUL = f"Both wider and narrower as far as the file tells (1 row depends on {ROLE}"
ON_A_GUEST = samples.IDENTICAL._replace(verdict=Verdict.OTHER, is_certain=False, depends=(WHO,))


@pytest.mark.parametrize(
    ("diff", "said"),
    [
        (samples.IDENTICAL, "Identical, by proof: everybody may reach the same over the network"),
        (samples.FRESH, "New policy file. Only wider: 3 people gain access; nobody loses any."),
        (
            samples.GONE,
            "Policy file removed. Only narrower: alice@example.com and tag:ci lose access; nobody gains any.",
        ),
        (
            samples.FULL,
            "Both wider and narrower as far as the file tells (1 row depends on whether they have the role",
        ),
        (
            samples.FULL._replace(verdict=Verdict.OTHER, rows=(samples.OWNERS,), is_certain=True),
            "Same access by proof, but other things changed.",
        ),
        (ON_A_GUEST, f"Same access as far as the file tells (depends on {WHO})."),
        (
            ON_A_GUEST._replace(rows=(samples.OWNERS,)),
            f"Same access as far as the file tells (depends on {WHO}), but other things changed.",
        ),
        (
            samples.FRESH._replace(is_certain=False, depends=(WHO,)),
            f"New policy file. Only wider as far as the file tells (depends on {WHO}): 3 people gain access",
        ),
        (
            samples.FULL._replace(depends=(WHO,)),
            f"{DOUBTFUL} and 1 more fact; the rest depends on {WHO}): ",
        ),
    ],
)
def test_headlines(diff: AccessDiff, said: str) -> None:
    assert headline(diff).startswith(said)


def test_the_whole_headline() -> None:
    assert headline(samples.FULL).endswith(
        "autogroup:admin and 1 more fact): 3 people gain access; alice@example.com and tag:ci lose access."
    )


def test_one_person_gains_and_several_gain() -> None:
    alone = samples.GAIN._replace(sources=(samples.ALICE,))
    diff = samples.FRESH._replace(rows=(alone,))
    assert "alice@example.com gains access" in headline(diff)
    several = alone._replace(sources=tuple(map(samples.tag, ("tag:a", "tag:b", "tag:c", "tag:d", "tag:e"))))
    assert "tag:a, tag:b and 3 other tags gain access" in headline(diff._replace(rows=(several,)))
    roles = tuple(map(samples.tag, ("autogroup:admin", "autogroup:member", "tag:c", "tag:d")))
    mixed = alone._replace(sources=roles)
    assert "autogroup:admin, autogroup:member and 2 tags gain access" in headline(
        diff._replace(rows=(mixed,))
    )


def test_whom_a_selector_means_besides_others_is_said_with_it() -> None:
    members = Party("autogroup:member", ("alice@example.com",), is_selector=True, is_open=True)
    row = samples.GAIN._replace(sources=(members,))
    assert ": autogroup:member gains access;" in headline(samples.FRESH._replace(rows=(row,)))


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        (("22 (tcp, udp, icmp)",), "port 22 (tcp, udp, icmp)"),
        (("80,8000-8010 (tcp, udp, icmp)", "tcp:443"), "ports 80,8000-8010 (tcp, udp, icmp), tcp:443"),
        (("8080 (tcp, udp, icmp) (IPv4 only)",), "port 8080 (tcp, udp, icmp; IPv4 only)"),
        (("tcp:443",), "tcp:443"),
    ],
)
def test_a_number_alone_is_a_port(rights: tuple[str, ...], said: str) -> None:
    row = samples.GAIN._replace(sources=(samples.ALICE,), rights=rights)
    assert sentence(row).endswith(f" on {said}")


def test_what_is_lost_but_on_a_condition_is_said_with_the_condition() -> None:
    managed = "only if the device has posture:managed"
    loss = samples.GAIN._replace(change=Change.LOST, sources=(samples.ALICE,), rights=("tcp:443",))
    found = loss._replace(before="only through tag:router", after=managed)
    may = "alice@example.com may from now on reach tag:db and tag:web on tcp:443"
    assert sentence(found) == f"{may} {managed}"
    assert terms(found) == "until now: only through tag:router"
    assert terms(loss._replace(before="", after=managed)) == ""


def test_what_a_gain_leaves_out_need_not_be_forbidden() -> None:
    all_but = (Party("*", is_selector=True, exceptions=("tag:db",), is_open=True),)
    gain = samples.GAIN._replace(sources=(samples.ALICE,), rights=("tcp:443",))
    assert sentence(gain._replace(destinations=all_but)) == (
        "alice@example.com may newly reach everything (*) except tag:db on tcp:443"
    )
    loss = gain._replace(change=Change.LOST, destinations=all_but, after="")
    assert sentence(loss).startswith("alice@example.com may no longer reach everything (*) except tag:db")
    ports = gain._replace(rights=("all ports (tcp, udp, icmp) except tcp:22",))
    assert "alice@example.com may newly reach" in sentence(ports)


def test_rows_that_no_test_asks_about() -> None:
    unasked = samples.GAIN._replace(is_tested=False)
    alone = samples.FRESH._replace(rows=(unasked,))
    assert unnoticed(alone) == " No test would have noticed."
    among = alone._replace(rows=(unasked, samples.OWNERS))
    assert unnoticed(among) == " No test would have noticed the row of network and SSH access."


def test_what_cannot_be_compared_counts_on_both_sides() -> None:
    row = samples.TERMS._replace(effect=Effect.BOTH)
    said = headline(samples.FULL._replace(rows=(row,), is_certain=True))
    assert said == "Both wider and narrower: 3 people gain some and lose other access."


def test_a_refused_side_is_said_first() -> None:
    assert preamble(samples.FULL) == (
        "NEW would be refused (1 error): the tailnet keeps the old policy until it is fixed",
    )
    two = samples.FULL._replace(old=samples.OLD._replace(refusals=("a", "b")))
    assert preamble(two)[0].startswith("OLD would be refused (2 errors)")


UNREAD = "NEW cannot be wholly read: acls must be a list of objects, not a number (line 1)"


def test_a_side_that_cannot_be_read_is_said_first_and_nothing_is_proved() -> None:
    one = samples.FULL._replace(notes=(UNREAD, "another"))
    assert preamble(one)[0] == UNREAD
    assert remarks(one) == ("another",)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.IDENTICAL, "Identical as far as the files can be read: everybody may reach the same"),
        (Verdict.OTHER, "Same access as far as the files can be read, but other things changed."),
        (Verdict.NARROWER, "Only narrower as far as the files can be read."),
    ],
)
def test_what_cannot_be_read_proves_nothing(verdict: Verdict, words: str) -> None:
    sure = samples.FULL._replace(verdict=verdict, rows=(), is_certain=True, notes=(UNREAD,))
    assert headline(sure).startswith(words)
    assert "by proof" not in headline(sure)
    doubtful = headline(sure._replace(verdict=Verdict.NARROWER, is_certain=False))
    assert doubtful == "Only narrower as far as the file tells."


def test_a_new_file_follows_allow_all() -> None:
    assert remarks(samples.FRESH) == ("a tailnet that never had a policy starts with allow-all",)
    assert samples.FRESH.old.presence is Presence.ABSENT
    assert remarks(samples.FULL) == samples.FULL.notes


def test_what_is_said_of_a_line_of_both_versions_is_said_once() -> None:
    notes = (
        "one",
        "OLD line 3: a: b",
        "OLD line 4: c",
        "NEW line 9: d",
        "NEW line 5: a: b",
        "OLD line 1: e",
        "OLD line 2: e",
        "NEW line 1: e",
        "NEW has 4 more",
    )
    assert remarks(samples.FULL._replace(notes=notes)) == (
        "one",
        "OLD line 3 and NEW line 5: a: b",
        "OLD line 4: c",
        "NEW line 9: d",
        "OLD line 1: e",
        "OLD line 2: e",
        "NEW line 1: e",
        "NEW has 4 more",
    )


def test_it_is_clear_whose_the_exceptions_are() -> None:
    everything = samples.TERMS.destinations[0]
    said = "everything (*) except tag:db and their own devices"
    assert party_words(everything, End.DESTINATION) == said
    assert party_words(everything, End.SOURCE) == "everyone (*) except tag:db and their own devices"
    row = samples.TERMS._replace(destinations=(everything, samples.tag("tag:web")))
    assert "everything (*) (except tag:db and their own devices) and tag:web" in sentence(row)


def test_a_host_shows_its_address_once() -> None:
    host = Party("db", is_selector=True, detail="192.0.2.5")
    assert party_words(host, End.DESTINATION) == "db (192.0.2.5)"
    assert party_words(host._replace(text="192.0.2.5"), End.DESTINATION) == "192.0.2.5"


@pytest.mark.parametrize(
    ("logins", "expected"),
    [
        (("any other account", "root"), "root and any other account"),
        (("any other account except root", "ops"), "any account except root"),
        (("any other account except ops and root",), "any account except ops and root"),
        (("ops", "root"), "ops and root"),
    ],
)
def test_accounts_with_a_name_come_first(logins: tuple[str, ...], expected: str) -> None:
    assert accounts(logins) == expected


def test_what_tests_say_of_one_source_is_told_together() -> None:
    rights = ("accept ssh as ops on tag:a", "accept ssh as ops on tag:b", "deny ssh as root on tag:a")
    row = Row(Lane.TESTS, Change.LOST, Effect.NONE, (samples.tag("tag:ci"),), (), rights)
    assert sentence(row) == "tests: tag:ci: accept ssh as ops on tag:a and tag:b; deny ssh as root on tag:a"


def test_approvals_of_one_kind_are_told_together() -> None:
    rights = (
        "approved route 192.0.2.0/24 and any inside it",
        "approved route 198.51.100.0/24 and any inside it",
        "approved as an exit node",
    )
    row = Row(Lane.APPROVAL, Change.GAINED, Effect.WIDER, (samples.tag("tag:ci"),), (), rights)
    said = "routes 192.0.2.0/24 and 198.51.100.0/24, and any inside them; as an exit node"
    assert sentence(row) == f"tag:ci: automatically approved {said}"


def test_the_bare_name_of_a_capability_is_left_out_beside_its_parameters() -> None:
    rights = ("example.com/cap/x", 'example.com/cap/x {"a":1}')
    row = samples.LOSS._replace(rights=rights)
    assert 'use example.com/cap/x {"a":1} on tag:secrets' in sentence(row)


def test_where_a_posture_stands_is_said_once() -> None:
    place = samples.new_place(33, 'postures["posture:mac"]')
    row = samples.OWNERS._replace(
        lane=Lane.POSTURES, cause=Cause("posture:mac defined", None, place), old=(), new=(place,)
    )
    assert rules(row) == ""
    assert (
        rules(row._replace(cause=Cause("posture:mac defined")))
        == 'new: postures["posture:mac"] policy.hujson:33'
    )
