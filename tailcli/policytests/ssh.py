"""Entries of ``sshTests``: how a login ends (docs/semantics.md, "SSH tests")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match_facts import FactKind, MissingFact
from tailcli.access.match_lookup import NotFound
from tailcli.access.match_ssh import Outcome, SshAnswer, SshQuestion
from tailcli.access.match_subject import Carrier, Nobody, Person, Stranger
from tailcli.policy.addresses import V6, parse_address
from tailcli.policy.faults import quote
from tailcli.policy.selectors import Address, Autogroup, GroupName, TagName, Wildcard, parse_selector
from tailcli.policytests.groups import doubt, is_untold, result_of, stand_in
from tailcli.policytests.posture import posture_attributes
from tailcli.policytests.results import Assertion, EntryResult, Fault, Status, worst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.match_lookup import Lookup
    from tailcli.access.match_question import Rules
    from tailcli.access.match_ssh import SshRules
    from tailcli.access.match_subject import Identity, Subject
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import SshTest

_WANTED = {"accept": Outcome.ACCEPT, "check": Outcome.CHECK, "deny": Outcome.DENY}


class SshTests:
    """Judges the entries of ``sshTests`` of one policy."""

    __slots__ = ("_lookup", "_rules", "_ssh")

    def __init__(self, rules: Rules, ssh: SshRules, lookup: Lookup) -> None:
        self._rules = rules
        self._ssh = ssh
        self._lookup = lookup

    def judge(self, entry: SshTest) -> EntryResult:
        """Return the result of one entry."""
        fault = _shape(entry)
        sources = self._source(entry) if fault is None else fault
        if isinstance(sources, Fault):
            return EntryResult("sshTests", entry, Status.FAIL, fault=sources)
        assertions = tuple(self._assertions(entry, sources))
        return result_of("sshTests", entry, assertions, doubt(self._lookup, entry.src))

    def _source(self, entry: SshTest) -> tuple[Subject, ...] | Fault:
        if entry.src is None or not entry.src.value.strip():
            return Fault("the test has no source", entry.src.span if entry.src else entry.node.span)
        if isinstance(parse_selector(entry.src.value), Autogroup | Wildcard):
            message = f"{quote(entry.src.value)} cannot be the source of an SSH test"
            return Fault(message, entry.src.span, "name one user, tag or address")
        whole = stand_in(self._lookup, entry.src)
        if whole is not None and is_untold(whole):
            return (whole,)
        found = self._find(entry.src)
        return found if isinstance(found, Fault) or whole is None else (*found, whole)

    def _find(self, node: String) -> tuple[Subject, ...] | Fault:
        found = self._lookup.find(node.value)
        if isinstance(found, NotFound):
            hint = f"did you mean {found.suggestion}?" if found.suggestion else None
            server = (
                f"unknown tag {quote(node.value)}"
                if isinstance(parse_selector(node.value), TagName)
                else None
            )
            return Fault(found.reason, node.span, hint, server, is_undefined=True)
        devices = tuple(device for subject in found for device in self._devices(subject))
        if not devices:
            return Fault(f"{quote(node.value)} has no device", node.span)
        return devices

    def _devices(self, subject: Subject) -> tuple[Subject, ...]:
        """Return each device that is meant; without a device list a user or a tag stands for one."""
        known = self._rules.known
        if subject.is_literal:
            return () if isinstance(subject.identity, Nobody) and known.devices is not None else (subject,)
        match subject.identity:
            case Person(login):
                devices = known.of_user(login)
            case Carrier((tag,)):
                devices = known.with_tag(tag)
            case _:
                devices = ()
        return (subject,) if devices is None else devices

    def _assertions(self, entry: SshTest, sources: tuple[Subject, ...]) -> Iterator[Assertion]:
        targets = [(node, self._target(node)) for node in entry.dst]
        both = {u.value for u in (*entry.accept, *entry.check)} & {u.value for u in entry.deny}
        for expected, login in _asserted(entry):
            if not login.value:
                yield _failed(expected, login, "the login is empty")
            elif login.value in both and expected != "deny":
                yield _failed(expected, login, f"{quote(login.value)} is expected to be denied as well")
            else:
                for node, target in targets:
                    yield self._assert(entry, (expected, login), (node, target), sources)

    def _target(self, node: String) -> tuple[Subject, ...] | Fault:
        return self._find(node)

    def _assert(
        self,
        entry: SshTest,
        expected: tuple[str, String],
        target: tuple[String, tuple[Subject, ...] | Fault],
        sources: tuple[Subject, ...],
    ) -> Assertion:
        wanted, login = expected
        node, destinations = target
        if isinstance(destinations, Fault):
            return Assertion(wanted, login, Status.FAIL, target=node.value, fault=destinations)
        attributes = posture_attributes(entry.src_posture_attrs)
        pairs = [(source, destination) for source in sources for destination in destinations]
        answers = [
            self._ssh.answer(SshQuestion(source, destination, login.value, attributes))
            for source, destination in pairs
        ]
        missing = [fact for pair in pairs for subject in pair for fact in _unproven(subject, node)]
        found = _compared(wanted, login, node, answers, missing)._replace(ends=pairs[0])
        if _members_differ(entry, pairs, answers, _WANTED[wanted]):
            group = entry.src.value.strip() if entry.src else ""
            whose = MissingFact(FactKind.MEMBER, f"{group} and its members", node.value)
            return found._replace(status=Status.UNKNOWN, missing=(whose,))
        if found.status is not Status.FAIL or found.actual != Outcome.DENY.value:
            return found
        from tailcli.access.explain import ssh_near_misses

        question = SshQuestion(*pairs[0], login.value, attributes)
        return found._replace(near=ssh_near_misses(self._ssh, question))


def _members_differ(
    entry: SshTest, pairs: list[tuple[Subject, Subject]], answers: list[SshAnswer], wanted: Outcome
) -> bool:
    """Whether some who stand for a group have all that is wanted, or may, and others not."""
    if entry.src is None or not isinstance(parse_selector(entry.src.value), GroupName):
        return False
    each: dict[Identity, list[Status]] = {}
    for (source, _), answer in zip(pairs, answers, strict=True):
        each.setdefault(source.identity, []).append(_status(answer, wanted))
    statuses = {worst(found) for found in each.values()}
    return Status.FAIL in statuses and len(statuses) > 1


def _asserted(entry: SshTest) -> Iterator[tuple[str, String]]:
    for expected, logins in (("accept", entry.accept), ("check", entry.check), ("deny", entry.deny)):
        yield from ((expected, login) for login in logins)


def _failed(expected: str, login: String, message: str) -> Assertion:
    return Assertion(expected, login, Status.FAIL, fault=Fault(message, login.span))


def _shape(entry: SshTest) -> Fault | None:
    for node in entry.dst:
        selector = parse_selector(node.value)
        wide = isinstance(selector, Address) and selector.first != selector.last
        if isinstance(selector, Autogroup | Wildcard) or wide:
            message = f"{quote(node.value)} cannot be the destination of an SSH test"
            server = f"SSH tests dst contains disallowed element {quote(node.value)}"
            return Fault(message, node.span, "name one user, tag, host or address", server)
    if not entry.dst:
        return Fault("the test has no destination", entry.node.span)
    if not (entry.accept or entry.check or entry.deny):
        return Fault("the test asserts nothing: no accept, check or deny", entry.node.span)
    return None


def _unproven(subject: Subject, node: String) -> Iterator[MissingFact]:
    """What may make the test fail whatever the rules say."""
    if isinstance(subject.identity, Stranger | Nobody):
        yield MissingFact(FactKind.DEVICE, subject.text)
    bare = parse_address(node.value.strip())
    if bare is not None and bare.version == V6:
        yield MissingFact(FactKind.IPV6_DESTINATION, node.value.strip())


def _compared(
    expected: str, login: String, node: String, answers: list[SshAnswer], unproven: list[MissingFact]
) -> Assertion:
    wanted = _WANTED[expected]
    status = worst(_status(answer, wanted) for answer in answers)
    if unproven and status is Status.PASS:
        status = Status.UNKNOWN
    possible = sorted({outcome.value for answer in answers for outcome in answer.possible})
    missing = [*unproven, *(fact for answer in answers for fact in answer.missing)]
    rules = tuple({r.rule.ordinal: r for answer in reversed(answers) for r in answer.rules}.values())
    open_facts = tuple(dict.fromkeys(missing)) if status is Status.UNKNOWN else ()
    return Assertion(
        expected, login, status, " or ".join(possible), node.value, missing=open_facts, rules=rules
    )


def _status(answer: SshAnswer, wanted: Outcome) -> Status:
    if wanted not in answer.possible:
        return Status.FAIL
    return Status.PASS if answer.outcome is wanted else Status.UNKNOWN
