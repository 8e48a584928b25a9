"""Making a tidy policy untidy: what rules find and fixes put right."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

Policy = dict[str, Any]


def messy(policy: Policy, chance: Random) -> Policy:
    """Return the policy with definitions that nobody uses, repetitions, and old or odd spellings."""
    made = deepcopy(policy)
    for change in (_unused, _repeat_selectors, _repeat_rules, _odd_ports, _old_fields, _odd_keys):
        if chance.random() < 0.5:
            made = change(made, chance) or made
    return made


def _unused(policy: Policy, _chance: Random) -> None:
    policy.setdefault("groups", {})["group:unused"] = ["zoe@example.com"]
    policy.setdefault("hosts", {})["unused"] = "192.0.2.77"
    policy.setdefault("ipsets", {})["ipset:unused"] = ["192.0.2.0/25"]
    policy.setdefault("postures", {})["posture:unused"] = ["node:os == 'linux'"]


def _repeat_selectors(policy: Policy, chance: Random) -> None:
    for section in ("acls", "grants", "ssh"):
        for rule in policy.get(section, []):
            for field in ("src", "dst", "users"):
                if rule.get(field) and chance.random() < 0.5:
                    rule[field] = [*rule[field], chance.choice(rule[field])]


def _repeat_rules(policy: Policy, chance: Random) -> None:
    for section in ("acls", "grants"):
        rules = policy.get(section)
        if rules:
            rules.insert(chance.randrange(len(rules) + 1), deepcopy(chance.choice(rules)))


def _odd_ports(policy: Policy, _chance: Random) -> None:
    for rule in policy.get("grants", []):
        rule["ip"] = [f"{port}-{port}" if port.isdigit() else port for port in rule.get("ip", [])]


def _old_fields(policy: Policy, _chance: Random) -> None:
    for rule in policy.get("acls", []):
        if "src" in rule and "dst" in rule:
            rule["users"], rule["ports"] = rule.pop("src"), rule.pop("dst")


def _odd_keys(policy: Policy, chance: Random) -> Policy:
    return {name.upper() if chance.random() < 0.3 else name: value for name, value in policy.items()}
