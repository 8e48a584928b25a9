"""Small edits of policies, as people make them: pairs of an old and a new policy."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from .vocabulary import (
    ASSERTIONS,
    DESTINATIONS,
    HOSTS,
    IPSETS,
    LOGINS,
    PORTS,
    POSTURES,
    TAGS,
    Policy,
    acl_rules,
    grants,
    ip_sets,
    policies,
    some,
    sources,
    ssh_rules,
)

Edit = Callable[[st.DrawFn, Policy], None]
RULES = {"acls": acl_rules, "grants": grants, "ssh": ssh_rules}


def pairs(most: int = 2) -> st.SearchStrategy[tuple[Policy, Policy]]:
    """An old policy and the same after one or a few small edits."""
    return _edited(EDITS, most)


def equal_pairs(most: int = 3) -> st.SearchStrategy[tuple[Policy, Policy]]:
    """An old policy and the same after edits that change nobody's access."""
    return _edited(SAME, most)


@st.composite
def _edited(draw: st.DrawFn, edits: list[Edit], most: int) -> tuple[Policy, Policy]:
    old = draw(policies())
    new = deepcopy(old)
    for edit in draw(st.lists(st.sampled_from(edits), min_size=1, max_size=most)):
        edit(draw, new)
    return old, new


def _some_rule(draw: st.DrawFn, policy: Policy, *sections: str) -> tuple[list[Any], int] | None:
    """A rule of one of the sections, as a list and a place in it."""
    places = [(policy[key], at) for key in sections for at in range(len(policy.get(key, [])))]
    return draw(st.sampled_from(places)) if places else None


def add_rule(draw: st.DrawFn, policy: Policy) -> None:
    """One more rule, anywhere in its section (a new section ends allow-all)."""
    section = draw(st.sampled_from(sorted(RULES)))
    listed = policy.setdefault(section, [])
    listed.insert(draw(st.integers(0, len(listed))), draw(RULES[section]()))


def remove_rule(draw: st.DrawFn, policy: Policy) -> None:
    """One rule less."""
    if place := _some_rule(draw, policy, *RULES):
        listed, at = place
        del listed[at]


def remove_section(draw: st.DrawFn, policy: Policy) -> None:
    """A whole section less: without acls and grants everybody reaches everything."""
    policy.pop(draw(st.sampled_from(sorted(RULES))), None)


def change_source(draw: st.DrawFn, policy: Policy) -> None:
    """Other sources for a rule (autogroup:self does not take all)."""
    if (place := _some_rule(draw, policy, "acls", "grants")) and not _to_self(place[0][place[1]]):
        place[0][place[1]]["src"] = draw(sources())


def change_destination(draw: st.DrawFn, policy: Policy) -> None:
    """Another destination for a rule that opens ports and does not steer."""
    place = _some_rule(draw, policy, "acls", "grants")
    rule = place[0][place[1]] if place else {}
    if rule.get("via") or rule.get("app") or not rule:
        return
    host = draw(st.sampled_from(DESTINATIONS))
    rule["dst"] = [f"{host}:{draw(st.sampled_from(PORTS))}"] if "action" in rule else [host]


def change_port(draw: st.DrawFn, policy: Policy) -> None:
    """Another port for a rule."""
    place = _some_rule(draw, policy, "acls", "grants")
    rule = place[0][place[1]] if place else {}
    port = draw(st.sampled_from(PORTS))
    if "action" in rule:
        rule["dst"][0] = f"{rule['dst'][0].rpartition(':')[0]}:{port}"
    elif rule.get("ip"):
        rule["ip"] = [port]


def change_members(draw: st.DrawFn, policy: Policy) -> None:
    """One member more or less in a group."""
    members = policy["groups"][draw(st.sampled_from(sorted(policy["groups"])))]
    login = draw(st.sampled_from(LOGINS))
    if login in members:
        members.remove(login)
    else:
        members.append(login)


def change_host(draw: st.DrawFn, policy: Policy) -> None:
    """Another value of a host."""
    name = draw(st.sampled_from(sorted(HOSTS)))
    policy["hosts"][name] = draw(st.sampled_from(HOSTS[name]))


def change_ip_set(draw: st.DrawFn, policy: Policy) -> None:
    """Other operations of an IP set."""
    policy["ipsets"][draw(st.sampled_from(IPSETS))] = draw(ip_sets())


def change_posture(draw: st.DrawFn, policy: Policy) -> None:
    """Other assertions of a posture."""
    policy["postures"][draw(st.sampled_from(POSTURES))] = draw(some(ASSERTIONS))


def change_default_posture(draw: st.DrawFn, policy: Policy) -> None:
    """A default posture begins or ends to hold."""
    if not policy.pop("defaultSrcPosture", None):
        policy["defaultSrcPosture"] = [draw(st.sampled_from(POSTURES))]


def change_tag_owners(draw: st.DrawFn, policy: Policy) -> None:
    """Other owners of a tag: no access changes, but who may take it on does."""
    policy["tagOwners"][draw(st.sampled_from(TAGS))] = draw(some((*LOGINS, "group:eng"), 0))


def reorder_rules(draw: st.DrawFn, policy: Policy) -> None:
    """The rules of acls and grants in another order."""
    for section in ("acls", "grants"):
        if section in policy:
            policy[section] = draw(st.permutations(policy[section]))


def reorder_selectors(draw: st.DrawFn, policy: Policy) -> None:
    """The selectors of a rule in another order."""
    if place := _some_rule(draw, policy, "acls", "grants"):
        rule = place[0][place[1]]
        rule["src"], rule["dst"] = draw(st.permutations(rule["src"])), draw(st.permutations(rule["dst"]))


def repeat_rule(draw: st.DrawFn, policy: Policy) -> None:
    """A rule once more (capability values would come twice, so only rules without)."""
    place = _some_rule(draw, policy, "acls", "grants")
    if place and "app" not in place[0][place[1]]:
        place[0].append(deepcopy(place[0][place[1]]))


def split_sources(draw: st.DrawFn, policy: Policy) -> None:
    """A rule with two sources becomes two rules."""
    place = _some_rule(draw, policy, "acls", "grants")
    if place and "app" not in place[0][place[1]]:
        listed, at = place
        listed[at : at + 1] = [{**deepcopy(listed[at]), "src": [one]} for one in listed[at]["src"]]


def rename_host(draw: st.DrawFn, policy: Policy) -> None:
    """A host under another name, with every use of it (``host:office`` in IP sets keeps the old one too)."""
    name = draw(st.sampled_from(sorted(policy["hosts"])))
    policy["hosts"][f"{name}-renamed"] = policy["hosts"][name]
    for rule in (*policy.get("acls", []), *policy.get("grants", [])):
        rule["src"] = [f"{name}-renamed" if one == name else one for one in rule["src"]]
        rule["dst"] = [_renamed(one, name) for one in rule["dst"]]


def _renamed(text: str, name: str) -> str:
    host, colon, ports = text.partition(":")
    return f"{name}-renamed{colon}{ports}" if host == name else text


def acls_as_grants(draw: st.DrawFn, policy: Policy) -> None:
    """Every ACL rule as grants (but ``*`` to autogroup:self, which grants do not take)."""
    if "acls" not in policy:
        return
    kept = [rule for rule in policy["acls"] if "*" in rule["src"] and _to_self(rule)]
    moved = [grant for rule in policy["acls"] if rule not in kept for grant in as_grants(rule)]
    policy["grants"] = policy.get("grants", []) + moved
    policy["acls"] = kept
    if not kept and draw(st.booleans()):
        del policy["acls"]


def as_grants(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """The grants that say what one ACL rule says."""
    prefix = f"{rule['proto']}:" if rule.get("proto") else ""
    found = []
    for text in rule["dst"]:
        host, _, ports = text.rpartition(":")
        grant = {"src": list(rule["src"]), "dst": [host], "ip": [prefix + port for port in ports.split(",")]}
        if "srcPosture" in rule:
            grant["srcPosture"] = list(rule["srcPosture"])
        found.append(grant)
    return found


def _to_self(rule: dict[str, Any]) -> bool:
    return any(one.startswith("autogroup:self") for one in rule["dst"])


SAME: list[Edit] = [
    reorder_rules,
    reorder_selectors,
    repeat_rule,
    split_sources,
    rename_host,
    acls_as_grants,
]
EDITS: list[Edit] = [
    add_rule,
    remove_rule,
    change_source,
    change_destination,
    change_port,
    change_members,
    change_host,
    change_ip_set,
    change_posture,
    change_default_posture,
    remove_section,
    change_tag_owners,
    *SAME,
]
