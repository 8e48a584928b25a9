"""Whether a source may log in to a destination by SSH: without a check, after one, or not at all.

The rules are asked in the order of docs/semantics.md ("SSH"): all ``check`` rules, then all ``accept`` rules;
the first that matches decides. Where a rule may match, several outcomes stay possible.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.access.content import is_self
from tailcli.access.match import NO, YES, Match, own, truth_match, unknown
from tailcli.access.match_clauses import Word
from tailcli.access.match_facts import FactKind
from tailcli.access.match_posture import posture_match
from tailcli.access.match_question import Part
from tailcli.access.match_subject import Member, Person, Stranger
from tailcli.access.match_truth import Truth, all_of
from tailcli.access.ssh import NONROOT, Action, Terms, ssh_terms
from tailcli.access.universe import login_domain
from tailcli.access.vocabulary import ROOT, is_account, localpart_domain
from tailcli.policy.selectors import parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.match_facts import MissingFact
    from tailcli.access.match_question import Rules
    from tailcli.access.match_subject import Attributes, Subject
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy, SshRule


class Outcome(Enum):
    """How an attempt to log in ends."""

    ACCEPT = "accept"
    CHECK = "check"
    DENY = "deny"


class SshQuestion(NamedTuple):
    """What is asked; ``attributes`` are the whole posture attributes of the source where they are given."""

    source: Subject
    destination: Subject
    login: str
    attributes: Attributes | None = None


class SshRuleAnswer(NamedTuple):
    """What one rule says."""

    rule: SshRule
    terms: Terms
    truth: Truth
    source: Part
    destination: Part
    login: Part
    posture: Match

    @property
    def name(self) -> str:
        """What to call the rule: ``ssh[3]``."""
        return f"ssh[{self.rule.ordinal}]"

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that the answer turns on."""
        parts = (self.source.match, self.destination.match, self.login.match, self.posture)
        return tuple(dict.fromkeys(fact for match in parts for fact in match.missing))


class SshAnswer(NamedTuple):
    """The outcomes that are possible, and the rules that lead to them in the order of asking."""

    possible: frozenset[Outcome]
    rules: tuple[SshRuleAnswer, ...]

    @property
    def outcome(self) -> Outcome | None:
        """The outcome; None where it depends."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts on which the outcome turns; none where it is certain."""
        if len(self.possible) == 1:
            return ()
        return tuple(dict.fromkeys(fact for rule in self.rules for fact in rule.missing))


class SshRules:
    """The SSH rules of one policy, ready for any number of questions."""

    __slots__ = ("_default", "_rules", "asked")

    def __init__(self, policy: Policy, rules: Rules) -> None:
        self._rules = rules
        self._default = tuple(name.value for name in policy.default_src_posture)
        known = [(ssh_terms(rule), rule) for rule in policy.ssh]
        usable = [(terms, rule) for terms, rule in known if terms is not None]
        self.asked = tuple(sorted(usable, key=lambda pair: pair[0].action is Action.ACCEPT))

    def answer(self, question: SshQuestion, without: SshRule | None = None) -> SshAnswer:
        """Ask the rules in order, optionally as if one of them were not there."""
        possible: set[Outcome] = set()
        found: list[SshRuleAnswer] = []
        for terms, rule in self.asked:
            if rule is without:
                continue
            answer = self.judge(question, terms, rule)
            if answer.truth is Truth.NO:
                continue
            found.append(answer)
            possible.add(Outcome(terms.action.value))
            if answer.truth is Truth.YES:
                return SshAnswer(frozenset(possible), tuple(found))
        return SshAnswer(frozenset({*possible, Outcome.DENY}), tuple(found))

    @staticmethod
    def opens_to_all(user: str, login: str) -> bool:
        """Tell whether an entry of ``users`` opens a login to every source alike."""
        return login != ROOT if user == NONROOT else user == login and is_account(user)

    def judge(self, question: SshQuestion, terms: Terms, rule: SshRule) -> SshRuleAnswer:
        """Return what one rule says."""
        login = _first(rule.users, [_login(user.value.strip(), question) for user in rule.users])
        source = self._source(rule.src, question.source)
        destination = self._destination(rule.dst, question)
        posture = self._posture(rule, question)
        truths = (source.match.truth, destination.match.truth, login.match.truth, posture.truth)
        return SshRuleAnswer(rule, terms, all_of(truths), source, destination, login, posture)

    def _source(self, words: Sequence[String], subject: Subject) -> Part:
        return _first(words, [self._match(word.value, subject) for word in words])

    def _destination(self, words: Sequence[String], question: SshQuestion) -> Part:
        subject = question.destination
        matches = [
            own(question.source, subject) if is_self(word.value) else self._match(word.value, subject)
            for word in words
        ]
        return _first(words, matches)

    def _match(self, text: str, subject: Subject) -> Match:
        """SSH rules name people and tags: addresses, hosts, IP sets and ``*`` cover nothing there."""
        return self._rules.matcher.identity(parse_selector(text), text.strip(), subject)

    def _posture(self, rule: SshRule, question: SshQuestion) -> Match:
        names = tuple(name.value.strip() for name in rule.src_posture) or self._default
        if not names:
            return YES
        postures = self._rules.definitions.postures
        return posture_match(names, postures, question.source, question.attributes)


def _first(words: Iterable[String], matches: Iterable[Match]) -> Part:
    """Return the first word that says yes, else the first that does not know."""
    found = Part(NO)
    for word, match in zip(words, matches, strict=True):
        if match.truth is Truth.YES:
            return Part(match, Word(word.value, word))
        if match.truth is Truth.UNKNOWN and found.word is None:
            found = Part(match, Word(word.value, word))
    return found


def _login(user: str, question: SshQuestion) -> Match:
    """Tell whether an entry of ``users`` opens the login that is asked for."""
    wanted = question.login
    domain = localpart_domain(user)
    if domain is None:
        return truth_match(SshRules.opens_to_all(user, wanted))
    match question.source.identity:
        case Person(login):
            own_name = login.rpartition("@")[0]
            return truth_match(login_domain(login) == domain and own_name == wanted)
        case Stranger():
            return unknown(FactKind.OWNER, question.source.text, f"{wanted}@{domain}")
        case Member(group, is_defined) if not is_defined:
            return unknown(FactKind.UNDEFINED_GROUP, group, "")
        case _:
            return NO
