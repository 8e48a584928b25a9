"""Who can log in to Y, and where X can log in: the SSH rules that say so, in the order of asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import OWN, compile_together
from tailcli.access.content import is_self
from tailcli.access.explain_reach import may_own
from tailcli.access.guests import only_guests
from tailcli.access.match_ssh import SshQuestion
from tailcli.access.match_subject import Stranger, Subject
from tailcli.access.match_truth import Truth
from tailcli.access.naming import Namer, Party, Side
from tailcli.access.vocabulary import localpart_domain
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.inventory import Inventory
    from tailcli.access.match_facts import MissingFact
    from tailcli.access.match_question import Part
    from tailcli.access.match_ssh import SshRuleAnswer, SshRules
    from tailcli.access.ssh import Terms
    from tailcli.policy.model import Policy, SshRule


class SshReach(NamedTuple):
    """One rule: the other ends, the terms, and the facts on which it turns whether it counts."""

    parties: tuple[Party, ...]
    terms: Terms
    postures: tuple[str, ...]
    missing: tuple[MissingFact, ...]
    rule: SshRule


_ANYBODY = Subject("the source", Stranger())


class SshReaches:
    """Answers open questions about the SSH rules of one policy, for one login."""

    __slots__ = ("_access", "_login", "_namer", "_policy", "_ssh")

    def __init__(self, policy: Policy, ssh: SshRules, login: str, known: Inventory) -> None:
        self._policy = policy
        self._ssh = ssh
        self._login = login
        self._access = compile_together([policy], inventory=only_guests(known))[0]
        self._namer = Namer(self._access)

    def outgoing(self, source: Subject) -> Iterator[SshReach]:
        """Yield where a source can log in."""
        for answer in self._answers(source, source):
            texts = tuple(word.value for word in answer.rule.dst)
            atoms = self._named(texts)
            if any(map(is_self, texts)) and may_own(source):
                atoms |= OWN
            yield from self._row(answer, (answer.source, answer.login), atoms, texts, Side.DESTINATION)

    def incoming(self, destination: Subject) -> Iterator[SshReach]:
        """Yield who can log in to a destination."""
        for answer in self._answers(_ANYBODY, destination):
            if answer.destination.word is not None and is_self(answer.destination.word.text):
                yield from self._owner(answer, destination)
                continue
            texts = tuple(word.value for word in answer.rule.src)
            atoms = self._named(texts) & self._with_login(answer.rule)
            yield from self._row(answer, (answer.destination,), atoms, texts, Side.SOURCE)

    def _named(self, texts: tuple[str, ...]) -> int:
        """SSH rules name people and tags: nothing else means anything there."""
        found = 0
        for text in texts:
            found |= self._access.resolver.people(text)
        return found

    def _owner(self, answer: SshRuleAnswer, destination: Subject) -> Iterator[SshReach]:
        own = self._ssh.judge(SshQuestion(destination, destination, self._login), answer.terms, answer.rule)
        yield from self._row(own, (own.source, own.destination, own.login), OWN, (), Side.SOURCE)

    def _answers(self, source: Subject, destination: Subject) -> Iterator[SshRuleAnswer]:
        question = SshQuestion(source, destination, self._login)
        for terms, rule in self._ssh.asked:
            answer = self._ssh.judge(question, terms, rule)
            if answer.login.match.truth is not Truth.NO and answer.posture.truth is not Truth.NO:
                yield answer

    def _with_login(self, rule: SshRule) -> int:
        """Return who gets the login of a rule: for ``localpart:*@D`` the one person who is called so."""
        bits = self._access.universe.login_bits
        users = [user.value.strip() for user in rule.users]
        domains = [domain for domain in map(localpart_domain, users) if domain is not None]
        if any(self._ssh.opens_to_all(user, self._login) for user in users):
            return -1
        named = 0
        for domain in domains:
            named |= bits.get(f"{self._login}@{domain}", 0)
        return named

    def _row(
        self, answer: SshRuleAnswer, parts: tuple[Part, ...], atoms: int, texts: tuple[str, ...], side: Side
    ) -> Iterator[SshReach]:
        truths = {part.match.truth for part in parts}
        if not atoms or Truth.NO in truths:
            return
        missing = tuple(dict.fromkeys(fact for part in parts for fact in part.match.missing))
        words = tuple(text for text in texts if not is_self(text))
        names = answer.rule.src_posture or self._policy.default_src_posture
        postures = tuple(name.value.strip() for name in names)
        yield SshReach(self._namer.name(atoms, side, words), answer.terms, postures, missing, answer.rule)
