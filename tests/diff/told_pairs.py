"""Random pairs of policies that differ in who logs in and in what applications permit, and how."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.oracle.edits import change_default_posture, change_members, change_posture
from tests.oracle.vocabulary import (
    ASSERTIONS,
    GROUPS,
    LOGINS,
    POSTURES,
    SYNCED,
    TAGS,
    definitions,
    posture_fields,
    some,
    sources,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]
Pair = tuple[Json, Json]

PEOPLE = (*LOGINS, *GROUPS, SYNCED, "autogroup:member", "user:*@example.com", "autogroup:admin")
OWNERS = (*LOGINS, "user:*@example.com", "autogroup:member", *TAGS)
ACCOUNTS = ("root", "ubuntu", "deploy", "autogroup:nonroot")
OWN_ACCOUNTS = (*ACCOUNTS, "alice", "localpart:*@example.com", "localpart:*@example.org")
PERIODS = ("", "always", "1h", "1h30m", "45m", "20h")
VARIABLES = ("LANG", "LC_*", "GIT_*")
BEARERS = ("*", *LOGINS, *GROUPS, SYNCED, "autogroup:member", *TAGS, *TAGS, "printer", "100.64.0.0/10")
CAP = "tailscale.com/cap/"
ACTIONS = ("get", "info", "put", "create-version", "activate", "delete")
SECRETS = ("prod/*", "prod/db", "dev/*", "*", "dev/a/b")


def texts(*names: str, most: int = 3) -> st.SearchStrategy[list[str]]:
    """A list of some of the names."""
    return st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True)


APPLICATIONS: dict[str, st.SearchStrategy[Json]] = {
    f"{CAP}secrets": st.fixed_dictionaries({"action": texts(*ACTIONS), "secret": texts(*SECRETS)}),
    f"{CAP}golink": st.sampled_from([{"admin": True}, {"admin": False}]),
    f"{CAP}drive": st.fixed_dictionaries(
        {"shares": texts("docs", "music", "*", most=2)}, optional={"access": st.sampled_from(["ro", "rw"])}
    ),
    f"{CAP}kubernetes": st.fixed_dictionaries(
        {},
        optional={
            "impersonate": st.fixed_dictionaries({"groups": texts("viewers", "system:masters", most=2)}),
            "recorder": texts("tag:rec", "tag:rec2", most=2),
            "enforceRecorder": st.booleans(),
            "enableEvents": st.booleans(),
            "more": st.integers(1, 2),
        },
    ),
    f"{CAP}relay": st.just({}),
    f"{CAP}webui": st.fixed_dictionaries({"canEdit": texts("ssh", "Subnets", "*", most=2)}),
    f"{CAP}proxy-to-grafana": st.sampled_from([{"role": one} for one in ("viewer", "editor", "admin", "x")]),
    f"{CAP}tailsql": st.fixed_dictionaries({"dataSrc": texts("main", "logs", "*", most=2)}),
    f"{CAP}tsidp": st.fixed_dictionaries(
        {},
        optional={
            "allow_admin_ui": st.booleans(),
            "allow_dcr": st.booleans(),
            "resources": texts("https://a", "*"),
        },
    ),
    "example.com/cap/anything": st.fixed_dictionaries(
        {}, optional={"level": st.integers(1, 3), "note": st.sampled_from(["on a, b", "x; y: {z} and w"])}
    ),
    "example.com/cap/other": st.fixed_dictionaries({}, optional={"level": st.integers(1, 2)}),
}


NAMES = (*APPLICATIONS, *[f"{CAP}kubernetes"] * 3)


@st.composite
def ssh_rules(draw: st.DrawFn, users: tuple[str, ...]) -> Json:
    """An entry of ``ssh`` with anything that it may have."""
    rule: Json = {
        "action": draw(st.sampled_from(["accept", "check"])),
        "src": draw(some((*PEOPLE, *TAGS))),
        "dst": draw(st.just(["autogroup:self"]) | some((*TAGS, "autogroup:tagged")) | some(OWNERS)),
        "users": draw(texts(*users)),
        **draw(posture_fields()),
        **draw(_terms()),
    }
    if rule["action"] == "accept":
        rule.pop("checkPeriod", None)
    return rule


def _terms() -> st.SearchStrategy[Json]:
    recorder = st.fixed_dictionaries(
        {"recorder": texts("tag:rec", "tag:rec2", most=2)}, optional={"enforceRecorder": st.booleans()}
    )
    others: dict[str, st.SearchStrategy[Any]] = {
        "checkPeriod": st.sampled_from(PERIODS),
        "acceptEnv": texts(*VARIABLES, most=2),
    }
    free = st.fixed_dictionaries({}, optional=others)
    return free | st.tuples(recorder, free).map(lambda both: {**both[0], **both[1]})


@st.composite
def app_grants(draw: st.DrawFn) -> Json:
    """A grant that gives capabilities."""
    several = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
    rule: Json = {"src": draw(sources()), "dst": draw(some(BEARERS))}
    rule["app"] = {one: draw(st.lists(APPLICATIONS[one], max_size=2)) for one in several}
    return {**rule, **draw(posture_fields())}


@st.composite
def login_pairs(draw: st.DrawFn, users: tuple[str, ...] = ACCOUNTS) -> Pair:
    """Two policies with SSH rules, the same after a few edits of these and of what they name."""
    return draw(_pairs("ssh", ssh_rules(users)))


def permission_pairs() -> st.SearchStrategy[Pair]:
    """Two policies with capabilities, the same after a few edits of these and of what they name."""
    return _pairs("grants", app_grants())


@st.composite
def _pairs(draw: st.DrawFn, section: str, rules: st.SearchStrategy[Json]) -> Pair:
    old = {**draw(definitions()), "grants": [], section: draw(st.lists(rules, min_size=1, max_size=4))}
    if draw(st.integers(0, 5)) == 0:
        old["defaultSrcPosture"] = [POSTURES[1]]
    new = deepcopy(old)
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3)):
        edit(draw, new, section, rules)
    return old, new


def _add(draw: st.DrawFn, policy: Json, section: str, rules: st.SearchStrategy[Json]) -> None:
    policy[section].insert(draw(st.integers(0, len(policy[section]))), draw(rules))


def _remove(draw: st.DrawFn, policy: Json, section: str, _: st.SearchStrategy[Json]) -> None:
    if policy[section]:
        del policy[section][draw(st.integers(0, len(policy[section]) - 1))]


def _change(draw: st.DrawFn, policy: Json, section: str, rules: st.SearchStrategy[Json]) -> None:
    """One field of a rule as in another rule, which has it or not."""
    if not policy[section]:
        return
    rule, other = policy[section][draw(st.integers(0, len(policy[section]) - 1))], draw(rules)
    key = draw(st.sampled_from(sorted(rule.keys() | other.keys())))
    if key in other:
        rule[key] = other[key]
    else:
        del rule[key]


def _tweak(draw: st.DrawFn, policy: Json, section: str, rules: st.SearchStrategy[Json]) -> None:
    """Other terms of an SSH rule, or other parameters of a capability."""
    if not policy[section]:
        return
    rule = policy[section][draw(st.integers(0, len(policy[section]) - 1))]
    if section == "ssh":
        other = draw(rules)
        rule.update((key, other[key]) for key in rule.keys() & other.keys() - {"src", "dst"})
    elif rule["app"]:
        name = draw(st.sampled_from(sorted(rule["app"])))
        rule["app"][name] = draw(st.lists(APPLICATIONS[name], min_size=1, max_size=2))


def _reorder(draw: st.DrawFn, policy: Json, section: str, _: st.SearchStrategy[Json]) -> None:
    policy[section] = draw(st.permutations(policy[section]))


def _define(draw: st.DrawFn, policy: Json, _: str, __: st.SearchStrategy[Json]) -> None:
    draw(st.sampled_from([change_members, change_posture, change_default_posture]))(draw, policy)


EDITS: list[Callable[[st.DrawFn, Json, str, st.SearchStrategy[Json]], None]] = [
    _add,
    _remove,
    _change,
    _change,
    _tweak,
    _tweak,
    _tweak,
    _reorder,
    _define,
    _define,
]


MANY = 6
EVERYBODY = [f"someone{n}@example.com" for n in range(MANY)]
EVERYWHERE = [f"tag:of{n}" for n in range(MANY)]


def scattered_logins() -> st.SearchStrategy[Pair]:
    """A rule for everybody comes or goes beside many small ones: what it changes is in many parts."""
    terms = st.sampled_from([{"action": "accept"}, {"action": "check"}, {"action": "accept"}])
    users = st.sampled_from([["root"], ["root"], ["root", "ubuntu"]])
    return _scattered("ssh", st.tuples(terms, users).map(lambda both: {**both[0], "users": both[1]}))


def scattered_permissions() -> st.SearchStrategy[Pair]:
    """The same for a capability."""
    values = [{"action": ["get"], "secret": ["*"]}, {"action": ["get", "put"], "secret": ["a"]}]
    given = st.sampled_from(values).map(lambda one: {"app": {f"{CAP}secrets": [one]}})
    return _scattered("grants", st.tuples(given, posture_fields()).map(lambda both: {**both[0], **both[1]}))


@st.composite
def _scattered(draw: st.DrawFn, section: str, given: st.SearchStrategy[Json]) -> Pair:
    ends = st.tuples(texts(*EVERYBODY, most=2), texts(*EVERYWHERE, most=2))
    common = draw(given)
    small = [
        {"src": src, "dst": dst, **(common if draw(st.integers(0, 3)) else draw(given))}
        for src, dst in draw(st.lists(ends, min_size=MANY, max_size=2 * MANY))
    ]
    wide = {"src": ["group:all"], "dst": EVERYWHERE, **(common if draw(st.booleans()) else draw(given))}
    place = draw(st.integers(0, len(small)))
    names = {"groups": {"group:all": EVERYBODY}, "tagOwners": {tag: [] for tag in EVERYWHERE}}
    names["postures"] = {name: [text] for name, text in zip(POSTURES, ASSERTIONS, strict=False)}
    without = {"grants": [], **names, section: small}
    both = [without, {**without, section: [*small[:place], wide, *small[place:]]}]
    return (both[0], both[1]) if draw(st.booleans()) else (both[1], both[0])
