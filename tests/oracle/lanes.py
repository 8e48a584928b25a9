"""The other lanes: SSH and application capabilities."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import addresses
from .evaluate import PLAINLY, Alternatives, Asked, families, free_of_postures, is_self, simplest
from .rules import Rule, postures, rules
from .selectors import has_address, is_device, is_source, names_identity, unknown_holder
from .world import Address, Device, Service, Thing, World

COMPANIONS = {
    "tailscale.com/cap/drive": "tailscale.com/cap/drive-sharer",
    "tailscale.com/cap/relay": "tailscale.com/cap/relay-target",
}


class SshAnswer(NamedTuple):
    """One SSH rule that lets the source in as the asked login."""

    action: str
    check_period: str | None
    alternatives: Alternatives
    accept_env: tuple[str, ...] = ()
    recorder: tuple[str, ...] = ()
    enforce_recorder: bool = False


def ssh(policy: dict[str, Any], world: World, src: Thing, dst: Thing, login: str) -> list[SshAnswer]:
    """The SSH rules that match, in the order in which a device tries them: check first, else file order.

    The first one whose alternatives hold decides; an empty list: denied.
    """
    src = world.holder(src)
    entries = ssh_entries(policy, world, src, dst)
    found = [_answer(policy, src, entry) for entry in entries if _takes_login(entry, src, login)]
    return [one for one in found if one.action == "check"] + [one for one in found if one.action == "accept"]


def ssh_entries(policy: dict[str, Any], world: World, src: Thing, dst: Thing) -> list[dict[str, Any]]:
    """The SSH rules about a source and a destination, whatever the account."""
    asked = Asked(policy, world, world.holder(src), world.holder(dst), 4)
    return [entry for entry in policy.get("ssh") or [] if _ssh_ends(asked, entry)]


def _answer(policy: dict[str, Any], src: Thing, entry: dict[str, Any]) -> SshAnswer:
    action = entry["action"].strip()
    alternatives = postures(policy, entry)
    return SshAnswer(
        action,
        (entry.get("checkPeriod") or "12h") if action == "check" else None,
        frozenset({PLAINLY}) if alternatives and free_of_postures(src) else alternatives,
        tuple(entry.get("acceptEnv") or ()),
        tuple(entry.get("recorder") or ()),
        bool(entry.get("enforceRecorder") and entry.get("recorder")),  # without one nothing is enforced
    )


def _ssh_ends(asked: Asked, entry: dict[str, Any]) -> bool:
    """Whether an SSH rule is about the source and the destination; addresses and ``*`` mean nothing there."""
    sources = [text.strip() for text in entry.get("src") or []]
    destinations = [text.strip() for text in entry.get("dst") or []]
    if not any(_identity(asked, one, asked.src) for one in sources):
        return False
    return any(
        is_self(asked) if one == "autogroup:self" else _identity(asked, one, asked.dst)
        for one in destinations
    )


def _identity(asked: Asked, selector: str, thing: Thing) -> bool:
    if isinstance(thing, Address):
        return unknown_holder(asked.world, selector, thing)
    return isinstance(thing, Device) and is_device(asked.policy, asked.world, selector, thing)


def _takes_login(entry: dict[str, Any], src: Thing, login: str) -> bool:
    users = [text.strip() for text in entry.get("users") or [] if text.strip() not in {"", "*"}]
    if login in users or ("autogroup:nonroot" in users and login != "root"):
        return True
    owner = src.owner.login if isinstance(src, Device) and src.owner and not src.tags else ""
    local, _, domain = owner.partition("@")
    return bool(local) and local == login and f"localpart:*@{domain}" in users


class Payload(NamedTuple):
    """A capability as one rule gives it."""

    name: str
    values: list[Any]
    alternatives: Alternatives


def capabilities(policy: dict[str, Any], world: World, src: Thing, dst: Thing) -> dict[str, list[Any]]:
    """Values by capability name, in rule order, whatever the conditions."""
    found: dict[str, list[Any]] = {}
    for payload in payloads(policy, world, src, dst):
        found.setdefault(payload.name, []).extend(payload.values)
    return found


def payloads(policy: dict[str, Any], world: World, src: Thing, dst: Thing) -> list[Payload]:
    """What every grant gives ``src`` on ``dst``, companions of the opposite direction included."""
    return payloads_of(giving(policy), policy, world, src, dst)


def giving(policy: dict[str, Any]) -> list[Rule]:
    """The rules whose capabilities count: those of a grant with ``via`` do not."""
    return [rule for rule in rules(policy) if rule.app and not rule.via]


def payloads_of(
    given: list[Rule], policy: dict[str, Any], world: World, src: Thing, dst: Thing
) -> list[Payload]:
    """The same, of some rules of the policy."""
    there = Asked(policy, world, world.holder(src), world.holder(dst), 4)
    back = Asked(policy, world, there.dst, there.src, 4)
    found = []
    for rule in given:
        if alternatives := _gives(there, rule):
            found += [Payload(name, values, alternatives) for name, values in rule.app.items()]
        if alternatives := _gives(back, rule):
            found += [
                Payload(COMPANIONS[one], [], alternatives) for one in sorted(rule.app) if one in COMPANIONS
            ]
    return found


def _gives(asked: Asked, rule: Rule) -> Alternatives:
    """The alternatives under which a rule's capabilities count, in either address family."""
    found: set[frozenset[str]] = set()
    policy, world, src, dst, _ = asked
    for family in families(src, dst):
        here = asked._replace(family=family)
        if any(is_source(policy, world, one, src, family) for one in rule.src) and any(
            takes_capability(here, one) for one, _ in rule.dst
        ):
            found |= {PLAINLY} if rule.postures and free_of_postures(src) else rule.postures
    return simplest(found)


def takes_capability(asked: Asked, selector: str) -> bool:
    """Whether a destination's own addresses carry the capability: routes never do."""
    policy, world, _, dst, family = asked
    if selector == "autogroup:self":
        return is_self(asked)
    held = addresses.intervals(policy, selector)
    if isinstance(dst, Address):
        bare = world.symbolic and dst.in_tailnet and dst.family == family
        return bare and (
            selector == "*"
            or addresses.holds(held, family, dst.number)
            or unknown_holder(world, selector, dst)
        )
    if selector == "*" or (isinstance(dst, Service) and selector == dst.name):
        return True
    if isinstance(dst, Device) and names_identity(selector):
        return is_device(policy, world, selector, dst)
    return has_address(world, held, dst, family)
