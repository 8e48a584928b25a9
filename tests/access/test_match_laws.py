"""One question at a time against all classes at once, and against an evaluator of another kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tailcli.access.atoms import OtherMembers, TaggedDevices
from tailcli.access.compile import OWN, compile_policy
from tailcli.access.inventory import Device, Inventory, User
from tailcli.access.match_facts import FactKind
from tailcli.access.match_lookup import lookup_for
from tailcli.access.match_question import Question, Rules
from tailcli.access.match_ssh import Outcome, SshQuestion, SshRules
from tailcli.access.match_subject import Carrier, Person, Subject
from tailcli.access.match_truth import Truth
from tailcli.access.ranges import contains
from tailcli.access.traffic import place
from tailcli.access.universe import login_domain
from tailcli.policy.addresses import V4, V6
from tailcli.policy.load import load
from tailcli.source.text import SourceText
from tests.oracle.generate import policies, worlds
from tests.oracle.reach import Pair, reach_table, ssh_reach
from tests.oracle.vocabulary import LOGINS, SYNCED, TAGS, acl_rules, grants

if TYPE_CHECKING:
    from tailcli.access.compile import Access
    from tailcli.access.match_lookup import Lookup
    from tailcli.access.match_question import Answer
    from tailcli.policy.model import Policy
    from tests.oracle.lanes import SshAnswer
    from tests.oracle.world import World

TCP = 6
PLACES = ("100.64.0.5", "100.80.1.1", "10.1.2.3", "10.9.9.9", "fd7a:115c:a1e0::5", "203.0.113.77")
NAMES = (*LOGINS, *TAGS)


def parsed(policy: dict[str, Any]) -> Policy:
    return load(SourceText("policy.hujson", json.dumps(policy)))


def subject(lookup: Lookup, name: str) -> Subject:
    found = lookup.find(name)
    assert isinstance(found[0], Subject)
    return found[0]


def bit(access: Access, found: Subject, version: int) -> int:
    """Return the class of a subject."""
    universe = access.universe
    if isinstance(found.identity, Person):
        login = found.identity.login
        others = [universe.bit.get(OtherMembers(domain)) for domain in (login_domain(login), None)]
        return universe.login_bits.get(login) or next(other for other in others if other)
    if isinstance(found.identity, Carrier):
        return universe.bit[TaggedDevices(found.text)]
    address = (found.addresses or ())[0]
    part = ((address.first, address.last + 1),)
    classes = universe.addresses[version].atoms
    return next(
        (universe.bit[c] for c in classes if address.version == version and contains(c.ranges, part)), 0
    )


def by_boxes(access: Access, source: Subject, destination: Subject, version: int, port: int) -> Truth:
    """YES where a box lets it through on no condition of the device, UNKNOWN where only on such."""
    src, dst = bit(access, source, version), bit(access, destination, version)
    if isinstance(source.identity, Person) and source.identity == destination.identity:
        dst = OWN
    at = place(version, TCP, port)
    alternatives = [
        box.alternative
        for box in access.network
        if box.sources & src and box.destinations & dst and contains(box.rights, ((at, at + 1),))
    ]
    if any(not any(r.kind == "posture" for r in alternative) for alternative in alternatives):
        return Truth.YES
    return Truth.UNKNOWN if alternatives else Truth.NO


def exempt(answer: Answer) -> bool:
    """Whether it turns on an exit node, which the classes leave aside."""
    return any(fact.kind is FactKind.EXIT_NODE for rule in answer.rules for fact in rule.missing)


@settings(max_examples=80, deadline=None)
@given(
    policies(),
    st.sampled_from([*NAMES, *PLACES]),
    st.sampled_from([*NAMES, *PLACES]),
    st.sampled_from((22, 443)),
)
def test_agrees_with_the_classes(policy: dict[str, Any], src: str, dst: str, port: int) -> None:
    model = parsed(policy)
    rules, access = Rules(model), compile_policy(model)
    lookup = lookup_for(model, rules)
    source, destination = subject(lookup, src), subject(lookup, dst)
    answer = rules.answer(Question(source, destination, (TCP,), port))
    for version, truth in answer.by_family.items():
        expected = by_boxes(access, source, destination, version, port)
        if truth is Truth.YES:
            assert expected is Truth.YES
        elif not exempt(answer):
            assert expected is not Truth.YES
        if truth is Truth.NO:
            assert expected is Truth.NO


def inventory_of(world: World) -> Inventory:
    """Return a made-up tailnet as an inventory."""
    people = {device.owner for device in world.devices if device.owner is not None}
    devices = tuple(
        Device(
            device.name,
            device.addresses,
            device.owner.login if device.owner else None,
            device.tags,
            device.routes,
            external=bool(device.owner and device.owner.shared),
        )
        for device in world.devices
    )
    roles: dict[str, tuple[str, ...]] = {}
    for person in people:
        if person.role:
            roles[person.role] = (*roles.get(person.role, ()), person.login)
    return Inventory(
        devices,
        tuple(User(person.login, person.role, person.shared) for person in people),
        {SYNCED: tuple(person.login for person in people if SYNCED in person.synced)},
        roles,
    )


@settings(max_examples=60, deadline=None)
@given(policies(), worlds())
def test_agrees_with_the_evaluator_on_devices(policy: dict[str, Any], world: World) -> None:
    model = parsed(policy)
    rules = Rules(model, inventory_of(world))
    lookup = lookup_for(model, rules)
    table = reach_table(policy, world)
    known = [device for device in world.devices if device.owner or device.tags]
    for src in known:
        for dst in known:
            if src is dst:
                continue
            question = Question(
                subject(lookup, f"device:{src.name}"), subject(lookup, f"device:{dst.name}"), (TCP,), 22
            )
            answer = rules.answer(question)
            for version in (V4, V6):
                flows = table.get(Pair(src.name, dst.name, version), frozenset())
                ways = [way for protocol, port, way in flows if (protocol, port) == (TCP, 22)]
                expected = Truth.UNKNOWN if ways else Truth.NO
                if frozenset() in ways:
                    expected = Truth.YES
                assert answer.by_family[version] is expected, (src.name, dst.name, version)


@settings(max_examples=60, deadline=None)
@given(policies(), worlds())
def test_logins_agree_with_the_evaluator(policy: dict[str, Any], world: World) -> None:
    model = parsed(policy)
    rules = Rules(model, inventory_of(world))
    ssh = SshRules(model, rules)
    lookup = lookup_for(model, rules)
    table = ssh_reach(policy, world)
    known = [device for device in world.devices if device.owner or device.tags]
    for src in known:
        for dst in known:
            for login in world.logins if src is not dst else ():
                ends = subject(lookup, f"device:{src.name}"), subject(lookup, f"device:{dst.name}")
                answer = ssh.answer(SshQuestion(*ends, login))
                assert answer.possible == possible(table.get((src.name, dst.name, login), ()))


def possible(answers: tuple[SshAnswer, ...]) -> set[Outcome]:
    """Return how a login can end where nothing is known of postures."""
    found = set()
    for answer in answers:
        if answer.alternatives:
            found.add(Outcome(answer.action))
        if frozenset() in answer.alternatives:
            return found
    return found | {Outcome.DENY}


RANK = {Truth.NO: 0, Truth.UNKNOWN: 1, Truth.YES: 2}


@settings(max_examples=60, deadline=None)
@given(
    policies(), grants() | acl_rules(), st.sampled_from([*NAMES, *PLACES]), st.sampled_from([*NAMES, *PLACES])
)
def test_one_more_rule_never_takes_access_away(
    policy: dict[str, Any], rule: dict[str, Any], src: str, dst: str
) -> None:
    section = "acls" if "action" in rule else "grants"
    policy.setdefault("acls", [])
    policy.setdefault("grants", [])
    wider = policy | {section: [*policy[section], rule]}
    answers = []
    for one in (policy, wider):
        model = parsed(one)
        rules = Rules(model)
        lookup = lookup_for(model, rules)
        question = Question(subject(lookup, src), subject(lookup, dst), (TCP,), 22)
        answers.append(rules.answer(question).by_family)
    before, after = answers
    assert all(RANK[after[version]] >= RANK[before[version]] for version in before)
