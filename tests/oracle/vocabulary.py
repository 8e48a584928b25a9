"""Random small policies over a few fixed names, nearly all of which the server would take."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Policy = dict[str, Any]
Rule = dict[str, Any]

LOGINS = ("alice@example.com", "bob@example.com", "carol@example.org", "dave@example.com")
GROUPS = ("group:eng", "group:empty")
SYNCED = "group:staff@example.com"
TAGS = ("tag:db", "tag:router", "tag:web")
HOSTS = {
    "printer": ("100.64.0.5", "100.64.0.6", "100.80.1.1"),
    "office": ("10.1.0.0/16", "10.1.2.0/24", "10.0.0.0/8"),
    "six": ("fd7a:115c:a1e0::5", "fd7a:115c:a1e0::/64", "2001:db8:5::/48"),
}
IPSETS = ("ipset:lab", "ipset:prod")
ASSERTIONS = (
    "node:os == 'macos'",
    "node:tsVersion >= '1.60'",
    "ip:country IN ['NL', 'DE']",
    "custom:managed == true",
)
POSTURES = ("posture:mac", "posture:managed")
ROLES = ("autogroup:admin", "autogroup:owner", "autogroup:it-admin")
LITERALS = (
    "100.64.0.5",
    "100.64.0.0/10",
    "10.1.2.3",
    "10.1.0.0/16",
    "fd7a:115c:a1e0::/48",
    "fd7a:115c:a1e0::5",
)
PEOPLE = (*LOGINS, *GROUPS, SYNCED, "autogroup:member", "user:*@example.com", *ROLES)
PORTS = ("22", "80", "443", "8000-8100", "*")
PROTOCOLS = ("", "tcp", "udp", "icmp", "sctp", "47")
OPERANDS = (
    "10.1.0.0/16",
    "10.1.2.0/24",
    "10.1.2.3-10.1.4.9",
    "100.64.0.5",
    "100.64.0.0/10",
    "host:office",
    "fd7a:115c:a1e0::/64",
)
CAPABILITIES: tuple[tuple[str, Any], ...] = (
    ("tailscale.com/cap/secrets", {"action": ["get", "info"], "secret": ["prod/*"]}),
    ("tailscale.com/cap/secrets", {"action": ["get"], "secret": ["prod/db", "dev/*"]}),
    ("tailscale.com/cap/secrets", {"action": ["put", "activate"], "secret": ["*"]}),
    ("tailscale.com/cap/golink", {"admin": True}),
    ("tailscale.com/cap/drive", {"shares": ["docs"], "access": "ro"}),
    ("tailscale.com/cap/kubernetes", {"impersonate": {"groups": ["viewers"]}}),
    ("example.com/cap/anything", {"level": 3}),
)
ACCOUNTS = ("root", "ubuntu", "alice", "autogroup:nonroot", "localpart:*@example.com")


def some(names: tuple[str, ...], least: int = 1, most: int = 2) -> st.SearchStrategy[list[str]]:
    """A short list of different names."""
    return st.lists(st.sampled_from(names), min_size=least, max_size=most, unique=True)


def sources() -> st.SearchStrategy[list[str]]:
    """What may stand in ``src`` of an access rule."""
    others = ("*", "autogroup:tagged", "autogroup:shared", "autogroup:danger-all", *TAGS, *HOSTS, *IPSETS)
    return some(PEOPLE) | some((*others, *LITERALS, *PEOPLE))


DESTINATIONS = ("*", *PEOPLE, "autogroup:tagged", *TAGS, *TAGS, *HOSTS, *IPSETS, *LITERALS)
DESTINATIONS = (*DESTINATIONS, "autogroup:internet", "svc:wiki")


@st.composite
def posture_fields(draw: st.DrawFn) -> Rule:
    """Now and then a ``srcPosture``."""
    return draw(st.sampled_from([{}, {}, {}, {"srcPosture": [POSTURES[0]]}, {"srcPosture": list(POSTURES)}]))


@st.composite
def acl_rules(draw: st.DrawFn) -> Rule:
    """An entry of ``acls``."""
    to_self = draw(st.integers(0, 5)) == 0
    src = draw(some((*PEOPLE, "*")) if to_self else sources())
    hosts = ["autogroup:self"] if to_self else draw(some(DESTINATIONS))
    ports = st.lists(st.sampled_from(PORTS[:-1]), min_size=1, max_size=2, unique=True).map(",".join)
    dst = [f"{host}:{draw(ports | st.just('*'))}" for host in hosts]
    rule: Rule = {"action": "accept", "src": src, "dst": dst}
    proto = draw(st.sampled_from(PROTOCOLS))
    if proto and draw(st.booleans()):
        rule["proto"] = proto
    return rule | draw(posture_fields())


@st.composite
def grants(draw: st.DrawFn) -> Rule:
    """An entry of ``grants`` that opens ports, gives capabilities, or steers through tagged routers."""
    kind = draw(st.sampled_from(["ip", "ip", "app", "both", "via", "self"]))
    if kind == "self":
        rule = {"src": draw(some(PEOPLE)), "dst": ["autogroup:self"]}
    elif kind == "via":
        rule = {"src": draw(sources()), "dst": draw(some(("office", "10.1.2.0/24", "autogroup:internet")))}
        rule["via"] = draw(some(TAGS))
    elif kind == "ip":
        rule = {"src": draw(sources()), "dst": draw(some(DESTINATIONS))}
    else:
        bearers = ("*", *LOGINS, *GROUPS, SYNCED, "autogroup:member", *TAGS, "printer", "100.64.0.0/10")
        rule = {"src": draw(sources()), "dst": draw(some(bearers))}
    fields: Rule = dict(rule)
    if kind != "app":
        fields["ip"] = draw(st.lists(networks(), min_size=1, max_size=2, unique=True))
    if kind in ("app", "both"):
        fields["app"] = draw(capabilities())
    return fields | draw(posture_fields())


def networks() -> st.SearchStrategy[str]:
    """An entry of ``ip``."""
    with_protocol = st.tuples(st.sampled_from(PROTOCOLS[1:]), st.sampled_from(PORTS)).map(":".join)
    return st.sampled_from(PORTS) | with_protocol


def capabilities() -> st.SearchStrategy[dict[str, list[Any]]]:
    """The ``app`` of a grant."""

    def gather(chosen: list[tuple[str, Any]]) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for name, value in chosen:
            found.setdefault(name, []).append(value)
        return found

    return st.lists(st.sampled_from(CAPABILITIES), min_size=1, max_size=2).map(gather)


@st.composite
def ssh_rules(draw: st.DrawFn) -> Rule:
    """An entry of ``ssh``."""
    action = draw(st.sampled_from(["accept", "check"]))
    to_tags = draw(st.booleans())
    people = (*LOGINS, *GROUPS, SYNCED, "autogroup:member")
    src = draw(some((*people, *TAGS) if to_tags and action == "accept" else people))
    dst = draw(some(TAGS)) if to_tags else ["autogroup:self"]
    rule: Rule = {"action": action, "src": src, "dst": dst, "users": draw(some(ACCOUNTS))}
    if action == "check" and draw(st.booleans()):
        rule["checkPeriod"] = draw(st.sampled_from(["always", "1h", "20h"]))
    return rule


@st.composite
def definitions(draw: st.DrawFn) -> Policy:
    """Groups, tags, hosts, IP sets and postures: every name is always defined, only its value varies."""
    group = st.lists(st.sampled_from(LOGINS), max_size=3, unique=True)
    return {
        "groups": {"group:eng": draw(group), "group:empty": []},
        "tagOwners": {tag: draw(some((*LOGINS, "group:eng", "autogroup:admin"), 0)) for tag in TAGS},
        "hosts": {name: draw(st.sampled_from(values)) for name, values in HOSTS.items()},
        "ipsets": {name: draw(ip_sets()) for name in IPSETS},
        "postures": {name: draw(some(ASSERTIONS)) for name in POSTURES},
    }


def ip_sets() -> st.SearchStrategy[list[str]]:
    """Operations on an IP set, the first an addition."""
    later = st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from(OPERANDS)).map(" ".join)
    first = st.sampled_from(OPERANDS).map("add {}".format)
    return st.tuples(first, st.lists(later, max_size=2)).map(lambda parts: [parts[0], *parts[1]])


def _listed(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[list[Rule]]:
    return st.integers(0, 9).flatmap(lambda n: st.lists(rules, min_size=min(n, 2), max_size=4))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A whole policy: definitions, then acls, grants or both (seldom neither), at times ssh."""
    policy = draw(definitions())
    sections = draw(st.sampled_from(["acls", "grants", "both", "both", "neither"]))
    if sections in ("acls", "both"):
        policy["acls"] = draw(_listed(acl_rules()))
    if sections in ("grants", "both"):
        policy["grants"] = draw(_listed(grants()))
    if draw(st.booleans()):
        policy["ssh"] = draw(st.lists(ssh_rules(), max_size=2))
    if draw(st.integers(0, 4)) == 0:
        policy["defaultSrcPosture"] = [POSTURES[1]]
    return policy
