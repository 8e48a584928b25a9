"""Compare the tool with recorded answers of the control plane: ``conformance.py DIR [--json]``.

DIR holds one JSON array a file; each element is a policy with the devices and users that it was applied to
and what the control plane answered (docs/semantics.md, "How it is checked"). Prints, for each category and
each kind of answer, how many cases agree, and every disagreement with its reason.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tailcli.access.concrete.compile import compile_nodes
from tailcli.access.concrete.wire import filter_rule_json, ssh_rule_json
from tailcli.inputs.inventory import read_inventory
from tailcli.policy.check import server_verdict
from tailcli.policy.load import load
from tailcli.policytests.results import Status
from tailcli.policytests.run import run_tests
from tailcli.source.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tailcli.access.concrete.compile import NodeAccess
    from tailcli.access.inventory import Inventory
    from tailcli.policy.model import Policy

ACCEPTED = 200
TESTS_FAILED = "test(s) failed"
UNKNOWN = "unknown"

# Attributes that every node of the recording tailnet has, whatever the policy says.
BASELINE = frozenset(
    {
        "default-auto-update",
        "https://tailscale.com/cap/file-sharing",
        "https://tailscale.com/cap/ssh",
        "https://tailscale.com/cap/tailnet-lock",
        "probe-udp-lifetime",
        "ssh-behavior-v1",
        "ssh-env-vars",
        "store-appc-routes",
        "tailnet-display-name",
    }
)
# Attributes that the roles of the recording users bring along, unless the policy itself gives them.
ROLE_ATTRIBUTES = frozenset({"https://tailscale.com/cap/is-owner", "https://tailscale.com/cap/is-admin"})


Record: TypeAlias = dict[str, Any]
"""JSON as it was recorded, or as the tool makes it."""


class Answer(NamedTuple):
    """One comparison: what was compared, and why the two differ (empty where they agree)."""

    kind: str
    reason: str = ""


class Pair(NamedTuple):
    """One node: its name, what the tool says and what was recorded."""

    name: str
    ours: NodeAccess
    theirs: Record


class Case(NamedTuple):
    """A recorded case, read."""

    record: Record
    policy: Policy
    inventory: Inventory


def read_case(record: Record) -> Case:
    """Return a record with its policy and its inventory."""
    inventory = read_inventory([SourceText("inventory.json", json.dumps(record["inventory"]))])
    return Case(
        record,
        load(SourceText("policy.hujson", record["policy"])),
        inventory._replace(domains=tuple(record["login_domains"])),
    )


def compare(case: Case) -> Iterator[Answer]:
    """Yield every comparison of a case."""
    yield from _verdict(case)
    recorded = case.record.get("nodes")
    if not recorded:
        return
    compiled = {one.node.device.name: one for one in compile_nodes(case.policy, case.inventory).nodes}
    missing = [name for name in recorded if name not in compiled]
    if missing:
        yield Answer("filters", f"no such node: {', '.join(missing)}")
        return
    pairs = [Pair(name, compiled[name], node) for name, node in recorded.items()]
    yield Answer("filters", _first(pairs, _filter_semantics))
    yield Answer("wire form", _first(pairs, _filter_wire))
    if any(node.get("ssh") is not None for _, _, node in pairs):
        yield Answer("ssh", _first(pairs, _ssh))
    if any("attributes" in node for _, _, node in pairs):
        yield Answer("attributes", _first(pairs, _attributes))
    yield Answer("approved routes", _first(pairs, _routes))


def _first(pairs: Sequence[Pair], differ: Callable[[NodeAccess, Record], str]) -> str:
    return next((f"{name}: {why}" for name, ours, theirs in pairs if (why := differ(ours, theirs))), "")


def _verdict(case: Case) -> Iterator[Answer]:
    expected = case.record["verdict"]
    message = expected.get("message", "")
    problem = server_verdict(case.policy, case.inventory.domains)
    said = "" if problem is None else str(problem.server)
    if case.policy.tests or case.policy.ssh_tests:
        said = said or _failing(case, case.inventory)
        yield from _tests(case, said)
    refused = expected["status"] != ACCEPTED
    reason = f"expected {message!r}, found {said!r}"
    yield Answer("verdict", "" if refused == bool(said) else reason)
    if refused:
        yield Answer("message", "" if said == message else reason)


def _failing(case: Case, inventory: Inventory | None) -> str:
    """What the control plane says of the policy's own tests; ``unknown`` where that cannot be told."""
    status = run_tests(case.policy, inventory).status
    return {Status.PASS: "", Status.FAIL: TESTS_FAILED, Status.UNKNOWN: UNKNOWN}[status]


def _tests(case: Case, said: str) -> Iterator[Answer]:
    """Compare how the policy's own tests end, with the inventory and without."""
    message = case.record["verdict"].get("message", "")
    if message not in {"", TESTS_FAILED}:
        return
    alone = said if said not in {"", TESTS_FAILED, UNKNOWN} else _failing(case, None)
    for kind, found in (("tests", said), ("tests alone", alone)):
        yield Answer(kind, "" if found == message else f"expected {message!r}, found {found!r}")


def _flat(rules: Iterable[Record]) -> set[tuple[Any, ...]]:
    """Everything that a filter allows, box by box, whatever rules it is spread over."""
    found: set[tuple[Any, ...]] = set()
    for rule in rules:
        for source in rule["SrcIPs"] or [None]:
            for port in rule.get("DstPorts") or ():
                for protocol in rule.get("IPProto") or (6, 17, 1, 58):
                    found.add((source, protocol, port["IP"], port["Ports"]["First"], port["Ports"]["Last"]))
            for grant in rule.get("CapGrant") or ():
                for destination in grant["Dsts"]:
                    for name, value in grant["CapMap"].items():
                        found.add((source, destination, name, json.dumps(value, sort_keys=True)))
    return found


def _filter_semantics(ours: NodeAccess, theirs: Record) -> str:
    found = _flat(map(filter_rule_json, ours.packet_filter))
    expected = _flat(theirs["packet_filter"])
    if found == expected:
        return ""
    return (
        f"missing {sorted(map(str, expected - found))[:2]}, surplus {sorted(map(str, found - expected))[:2]}"
    )


def _plain(rule: Record) -> Record:
    """A rule as JSON would have it; addresses were made anonymous after sorting, so sources are a set."""
    plain: Record = json.loads(json.dumps(rule))
    return {**plain, "SrcIPs": sorted(plain["SrcIPs"] or [])}


def _filter_wire(ours: NodeAccess, theirs: Record) -> str:
    found = [_plain(filter_rule_json(rule)) for rule in ours.packet_filter]
    expected = [_plain(rule) for rule in theirs["packet_filter"]]
    if found == expected:
        return ""
    if sorted(map(json.dumps, found)) == sorted(map(json.dumps, expected)):
        return "the same rules in another order"
    unordered = [
        [{**r, "DstPorts": sorted(map(str, r.get("DstPorts", ())))} for r in f] for f in (found, expected)
    ]
    return "DstPorts in another order" if unordered[0] == unordered[1] else "other rules"


def _ssh_plain(rule: Record) -> Record:
    plain: Record = json.loads(json.dumps(rule))
    principals = sorted(principal["nodeIP"] for principal in plain["principals"])
    return {**plain, "principals": principals}


def _ssh(ours: NodeAccess, theirs: Record) -> str:
    found = [_ssh_plain(ssh_rule_json(rule)) for rule in ours.ssh]
    expected = [_ssh_plain(rule) for rule in theirs["ssh"] or ()]
    return "" if found == expected else f"expected {expected}, found {found}"


def _attributes(ours: NodeAccess, theirs: Record) -> str:
    recorded = {name: value for name, value in theirs["attributes"].items() if name not in BASELINE}
    found = dict(ours.attributes)
    expected = {k: v for k, v in recorded.items() if k not in ROLE_ATTRIBUTES or k in found}
    return "" if found == expected else f"expected {sorted(expected)}, found {sorted(found)}"


def _routes(ours: NodeAccess, theirs: Record) -> str:
    found, expected = sorted(ours.approved_routes), sorted(theirs["approved_routes"])
    return "" if found == expected else f"expected {expected}, found {found}"


class Table:
    """The figures by category and kind, and the disagreements."""

    def __init__(self) -> None:
        self.agree: defaultdict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
        self.disagreements: list[dict[str, str]] = []

    def add(self, case: Case) -> None:
        """Compare a case and count."""
        category, name = case.record["category"], case.record["id"]
        for kind, reason in compare(case):
            self.agree[category, kind][not reason] += 1
            self.agree["all", kind][not reason] += 1
            if reason:
                self.disagreements.append({"id": name, "kind": kind, "reason": reason})

    def as_json(self) -> Record:
        """Return the figures as plain data."""
        figures: dict[str, dict[str, dict[str, int]]] = {}
        for (category, kind), counts in self.agree.items():
            figures.setdefault(category, {})[kind] = {"agree": counts[True], "cases": counts.total()}
        return {"figures": figures, "disagreements": self.disagreements}

    def as_text(self) -> str:
        """Return the figures as lines, the disagreements after them."""
        lines = []
        for (category, kind), counts in sorted(self.agree.items()):
            share = 100 * counts[True] / counts.total()
            lines.append(f"{category:12} {kind:16} {counts[True]:4} of {counts.total():4}  {share:6.2f} %")
        lines += ["", f"{len(self.disagreements)} disagreements"]
        lines += [f"  {one['id']}: {one['kind']}: {one['reason']}" for one in self.disagreements]
        return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the table; exit 1 where nothing was compared."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args(arguments)
    table = Table()
    for file in sorted(given.folder.glob("*.json")):
        for record in json.loads(file.read_text(encoding="utf-8")):
            table.add(read_case(record))
    print(json.dumps(table.as_json(), indent=2) if given.json else table.as_text())
    return 0 if table.agree else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
