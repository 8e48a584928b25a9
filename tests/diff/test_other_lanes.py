"""What is not access never changes in silence: only equal data, or an edit without effect, is identical."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tailcli.diff.compute import compare_policies
from tailcli.diff.model import Verdict
from tests.compare.stand_ins import read
from tests.oracle.edits import pairs
from tests.oracle.vocabulary import policies

from .test_laws import some

Json = dict[str, Any]
TARGETS = ("*", "tag:a", "tag:fresh", "autogroup:member", "alice@example.com")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "nodeAttrs": st.lists(
        st.fixed_dictionaries(
            {
                "target": st.lists(st.sampled_from(TARGETS), min_size=1, max_size=2, unique=True),
                "attr": st.lists(
                    st.sampled_from(("funnel", "mullvad", "nextdns:abc")), min_size=1, max_size=2
                ),
            }
        ),
        max_size=3,
    ),
    "autoApprovers": st.fixed_dictionaries(
        {
            "routes": st.dictionaries(
                st.sampled_from(("10.0.0.0/8", "10.1.0.0/16", "192.0.2.0/24", "::/0")),
                st.lists(st.sampled_from(TARGETS[1:]), min_size=1, max_size=2, unique=True),
                max_size=3,
            ),
            "exitNode": st.lists(st.sampled_from(TARGETS[1:]), max_size=2, unique=True),
        }
    ),
    "tests": st.lists(
        st.fixed_dictionaries(
            {"src": st.sampled_from(TARGETS[1:]), "accept": st.just(["tag:a:22"])},
            optional={"deny": st.just(["tag:a:23"]), "proto": st.sampled_from(("tcp", "udp"))},
        ),
        max_size=2,
    ),
    "randomizeClientPort": st.booleans(),
    "derpMap": st.fixed_dictionaries({"OmitDefaultRegions": st.booleans()}),
    "extraThing": st.dictionaries(st.sampled_from("ab"), st.integers(0, 2), max_size=2),
}


def meaning(section: str, value: object) -> object:
    """What a section says, whatever the order and repetition of its parts."""
    match section:
        case "nodeAttrs":
            held = [(t, a) for e in _dicts(value) for t in e["target"] for a in e["attr"]]
            return _without_covered(held)
        case "tests":
            return sorted(
                {
                    (e["src"], e.get("proto", ""), verb, node)
                    for e in _dicts(value)
                    for verb in ("accept", "deny")
                    for node in e.get(verb, ())
                }
            )
        case _:
            return json.dumps(_sorted(value), sort_keys=True)


def _dicts(value: object) -> list[Json]:
    return value if isinstance(value, list) else []


def _without_covered(held: list[tuple[str, str]]) -> list[tuple[str, str]]:
    everything = {attribute for target, attribute in held if target == "*"}
    return sorted({one for one in held if one[0] == "*" or one[1] not in everything})


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in value.items()}
    return sorted(value) if isinstance(value, list) else value


@some
@given(policies(), st.sampled_from(sorted(VALUES)), st.data())
def test_other_sections_never_change_in_silence(policy: Json, section: str, data: st.DataObject) -> None:
    before, after = (data.draw(VALUES[section]) for _ in range(2))
    found = compare_policies(read({**policy, section: before}), read({**policy, section: after}))
    if meaning(section, before) == meaning(section, after):
        assert found.verdict is Verdict.IDENTICAL or section == "nodeAttrs"
    elif section not in {"nodeAttrs", "autoApprovers"}:
        assert found.verdict is not Verdict.IDENTICAL
        assert found.rows
    else:
        assert found.rows or is_covered(section, before, after)


def is_covered(section: str, before: object, after: object) -> bool:
    """Whether the plain reading of holders finds no difference either: names are resolved, prefixes cover."""
    return holders(section, before) == holders(section, after)


def holders(section: str, value: object) -> set[tuple[str, str]]:
    """Who holds what, one selector at a time, less what a wider prefix or the star gives already."""
    if section == "nodeAttrs":
        return set(_without_covered([(t, a) for e in _dicts(value) for t in e["target"] for a in e["attr"]]))
    assert isinstance(value, dict)
    routes = value["routes"]
    held = {(who, f"route {prefix}") for prefix, names in routes.items() for who in names}
    inner = {(who, "route 10.1.0.0/16") for who in routes.get("10.0.0.0/8", ())}
    return (held - inner) | {(who, "exit") for who in value["exitNode"]}


@some
@given(pairs(most=1))
def test_whatever_is_identical_has_no_edit_that_is_not_told(pair: tuple[Json, Json]) -> None:
    """Every difference of the data is a row, or an edit that is said to be without effect."""
    found = compare_policies(read(pair[0]), read(pair[1]))
    if normal(pair[0]) != normal(pair[1]):
        assert found.rows or found.idle_causes
    if found.verdict is Verdict.IDENTICAL:
        assert not found.rows


def normal(policy: Json) -> str:
    """A policy without what means nothing: order, repetition, and how rules are cut and spelled."""
    kept = {key: value for key, value in policy.items() if key not in {"acls", "grants", "ssh", "hosts"}}
    return json.dumps(_deep(kept), sort_keys=True)


def _deep(value: object) -> object:
    if isinstance(value, dict):
        return {key: _deep(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(_deep(inner), sort_keys=True) for inner in value})
    return value
