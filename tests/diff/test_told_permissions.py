"""What the words of the application lane say is what changed: nothing hidden, nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from tailcli.diff.model import Change, Lane
from tests import corpus
from tests.compare.stand_ins import read

from .corpus_laws import case, loosest
from .test_corpus_laws import STEP
from .test_laws import some
from .told_pairs import permission_pairs, scattered_permissions
from .told_permissions import (
    KUBERNETES,
    expected,
    false_claims,
    of_one_family,
    people_of,
    said,
    settings_in,
    settings_told,
    tables,
    told,
)

if TYPE_CHECKING:
    from .corpus_laws import Case
    from .permission_words import Settings
    from .told_permissions import Granted, Pair, Table

Json = dict[str, Any]
often = settings(some, max_examples=120)


def differences(one: Case, change: Change) -> tuple[Table, Table]:
    """What the words leave out, and what they say beyond what the plain evaluator finds.

    Of people whom a row has on both sides it need not say that they reach their own devices already. Settings
    that are told as terms are held against the evaluator by ``wrong_settings``.
    """
    rows = told(one)
    was, now = tables(one)
    before, after = (was, now) if change is Change.GAINED else (now, was)
    wanted = expected(before, after)
    found = said(rows, change)
    on_terms = {pair for pair, _ in settings_told(rows)}
    own = {(name, name) for name in people_of(one.world)}
    quiet = {pair for row in rows if not row.own for pair in row.pairs & own}
    bare = of_one_family(one)
    hidden = {
        pair: _less(
            _less(granted, found.granted.get(pair, {}), on_terms=pair in on_terms),
            _both(found.granted.get(pair, {}), found.beside.get(pair, {})),
            on_terms=False,
        )
        for pair, granted in wanted.items()
        if not any(name in bare and bare[name].routed for name in pair)
    }
    beyond = {
        pair: _less(granted, wanted.get(pair, {}), on_terms=pair in on_terms)
        for pair, granted in found.meant.items()
        if pair not in quiet and not bare.keys() & {*pair}
    }
    return {p: g for p, g in hidden.items() if g}, {p: g for p, g in beyond.items() if g}


def _both(granted: Granted, beside: Granted) -> Granted:
    """The same with the bare names that go without saying, be they said as well or not."""
    return {**granted, **{point: loosest({*granted.get(point, ()), *each}) for point, each in beside.items()}}


def _less(granted: Granted, others: Granted, *, on_terms: bool) -> Granted:
    return {
        (name, point): ways
        for (name, point), ways in granted.items()
        if others.get((name, point)) != ways
        and not (on_terms and name == KUBERNETES and point.startswith("settings "))
    }


def wrong_settings(one: Case) -> dict[Pair, tuple[tuple[Settings, Settings], tuple[Settings, Settings]]]:
    """Where rows tell other settings than the plain evaluator finds."""
    was, now = tables(one)
    return {
        pair: (said, found)
        for pair, said in settings_told(told(one))
        if said != (found := (settings_in(was, pair), settings_in(now, pair)))
    }


def hold(one: Case) -> None:
    for change in (Change.GAINED, Change.LOST):
        assert differences(one, change) == ({}, {}), one.new.document.source.name
    assert wrong_settings(one) == {}
    assert false_claims(one) == []
    short, whole = ([row.pairs for row in told(one, expand=expand)] for expand in (False, True))
    assert short == whole


@often
@given(permission_pairs())
def test_the_words_for_random_grants(pair: tuple[Json, Json]) -> None:
    hold(case(*map(read, pair)))


BASE: Json = {
    "groups": {"group:eng": ["alice@example.com", "ben@example.com"]},
    "tagOwners": {"tag:db": [], "tag:web": []},
    "postures": {"posture:a": ["node:os == 'macos'"], "posture:b": ["custom:b == true"]},
}
KUBE = "tailscale.com/cap/kubernetes"
USER = {"impersonate": {"groups": ["viewers"]}}
LINKS = {"tailscale.com/cap/golink": [{"admin": True}]}


def granted(*apps: Json, default: str = "", **fields: object) -> Json:
    """A policy that gives capabilities, each to a tag of its own."""
    tags = ("tag:db", "tag:web")
    rules = [
        {"src": ["group:eng"], "dst": [tag], "app": app, **fields}
        for tag, app in zip(tags, apps, strict=False)
    ]
    return {**BASE, "grants": rules, "defaultSrcPosture": [default] if default else []}


STRICTER = {**BASE["postures"], "posture:a": ["node:os == 'macos'", "custom:b == true"]}
OTHER = {**BASE["postures"], "posture:a": ["custom:b == true"]}
ON_A = granted(LINKS, {"example.com/cap/x": []}, default="posture:a")
BY_B = {"src": ["group:eng"], "dst": ["tag:db"], "app": LINKS, "srcPosture": ["posture:b"]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (granted({KUBE: [USER]}), granted({KUBE: [USER, {"enableEvents": True}]})),
        (granted({KUBE: [{**USER, "recorder": ["tag:a", "tag:b"]}]}), granted({KUBE: [USER]})),
        (granted(), granted({"x.com/a": [{"n": 1}], "x.com/b": [{"n": 1}]})),
        (granted(), granted({"x.com/a": [], "x.com/b": [{"n": 1}]})),
        (granted(LINKS, {"x.com/a": []}), ON_A),
        (ON_A, {**ON_A, "postures": STRICTER}),
        (ON_A, {**ON_A, "postures": OTHER}),
        ({**ON_A, "grants": [*ON_A["grants"], BY_B]}, {**ON_A, "grants": [BY_B]}),
        ({**ON_A, "grants": [BY_B]}, {**ON_A, "grants": [*ON_A["grants"], BY_B]}),
    ],
    ids=["events", "recorders", "parameters", "bare", "on terms", "stricter", "other terms", "less", "more"],
)
def test_the_words_of_each_kind(old: Json, new: Json) -> None:
    for pair in ((old, new), (new, old)):
        one = case(*map(read, pair))
        assert any(row.lane is Lane.APPLICATION for row in one.found.rows)
        hold(one)


@some
@given(scattered_permissions())
def test_the_words_for_what_is_left_of_a_rule(pair: tuple[Json, Json]) -> None:
    hold(case(*map(read, pair)))


@pytest.mark.corpus
@corpus.needed
def test_the_words_for_real_policies() -> None:
    count = 0
    for old, new in corpus.changes(STEP, start=1):
        one = case(old, new)
        count += sum(row.lane is Lane.APPLICATION for row in one.found.rows)
        if any(grant["app"] for policy in one.plain for grant in policy.get("grants", [])):
            hold(one)
    assert count


def recorded_by(*recorders: str) -> Json:
    return {KUBE: [{**USER, **({"recorder": [*recorders]} if recorders else {})}]}


def test_a_condition_that_stays_stands_on_both_sides() -> None:
    old, new = (granted(recorded_by(tag), srcPosture=["posture:a"]) for tag in ("tag:a", "tag:b"))
    (row,) = told(case(read(old), read(new)))
    mac = "only if the device has node:os == 'macos'"
    assert mac in row.shown.before
    assert mac in row.shown.after


def test_settings_are_told_where_they_are() -> None:
    on_both: Json = {"src": ["group:eng"], "dst": ["tag:db", "tag:web"]}
    on_one: Json = {"src": ["group:eng"], "dst": ["tag:db"], "srcPosture": ["posture:a"]}
    recorded = {**on_one, "app": recorded_by("tag:a")}
    old, new = (
        {**BASE, "grants": [{**on_both, "app": app}, recorded]}
        for app in ({KUBE: [{}]}, recorded_by("tag:b"))
    )
    assert wrong_settings(case(read(old), read(new))) == {}
