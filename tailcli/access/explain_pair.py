"""May X reach Y: the answer for two ends, with every rule that counts and the facts it turns on."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.access.explain import near_misses, ssh_near_misses
from tailcli.access.explain_capabilities import CapabilityAnswer, capability_answers
from tailcli.access.match_question import Question
from tailcli.access.match_ssh import Outcome, SshQuestion
from tailcli.access.match_truth import Truth
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.explain import NearMiss, SshNearMiss
    from tailcli.access.match_facts import MissingFact
    from tailcli.access.match_question import Answer, Rules
    from tailcli.access.match_ssh import SshAnswer, SshRules
    from tailcli.access.match_subject import Subject

SSH_PORT = 22
TCP = 6


class Verdict(Enum):
    """The answer as a whole; DEPENDS where what is known does not decide it, or members of a group differ."""

    ALLOWED = "allowed"
    DENIED = "denied"
    DEPENDS = "depends"


class Asked(NamedTuple):
    """What was asked, beside the two ends. ``login`` asks for SSH as that account."""

    port: int | None = None
    protocol: int | None = None
    login: str | None = None


class PairAnswer(NamedTuple):
    """The answer for one source and one destination.

    Attributes:
        network: what the access rules say; for an SSH question whether tcp:22 is open.
        ssh: what the SSH rules say, where a login is asked for.
        capabilities: application capabilities that the source has on the destination.
        near: the rules that come nearest, where nothing allows it.
    """

    source: Subject
    destination: Subject
    verdict: Verdict
    network: Answer
    ssh: SshAnswer | None
    capabilities: tuple[CapabilityAnswer, ...]
    near: tuple[NearMiss | SshNearMiss, ...]

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts on which the verdict turns."""
        return self.network.missing if self.ssh is None else self.ssh.missing


def pair_answers(
    rules: Rules,
    ssh: SshRules,
    ends: tuple[tuple[Subject, ...], tuple[Subject, ...]],
    asked: Asked,
) -> tuple[PairAnswer, ...]:
    """Ask for every pair of a source and a destination."""
    sources, destinations = ends
    return tuple(_answer(rules, ssh, (s, d), asked) for s in sources for d in destinations)


def together(answers: tuple[PairAnswer, ...]) -> Verdict:
    """Return what all pairs say; DEPENDS where they differ."""
    verdicts = {answer.verdict for answer in answers}
    return verdicts.pop() if len(verdicts) == 1 else Verdict.DEPENDS


def _answer(rules: Rules, ssh: SshRules, pair: tuple[Subject, Subject], asked: Asked) -> PairAnswer:
    source, destination = pair
    question = Question(source, destination, *_traffic(asked))
    network = rules.answer(question)
    capabilities = capability_answers(rules, source, destination)
    if asked.login is None:
        verdict = _VERDICTS[network.truth]
        near = near_misses(rules, question) if verdict is Verdict.DENIED else ()
        return PairAnswer(source, destination, verdict, network, None, capabilities, near)
    asked_ssh = SshQuestion(source, destination, asked.login)
    answer = ssh.answer(asked_ssh)
    verdict = _ssh_verdict(answer)
    ssh_near = ssh_near_misses(ssh, asked_ssh) if verdict is Verdict.DENIED else ()
    return PairAnswer(source, destination, verdict, network, answer, (), ssh_near)


def _traffic(asked: Asked) -> tuple[tuple[int, ...] | None, int | None]:
    if asked.login is not None:
        return (TCP,), SSH_PORT
    return (None if asked.protocol is None else (asked.protocol,)), asked.port


_VERDICTS = {Truth.YES: Verdict.ALLOWED, Truth.NO: Verdict.DENIED, Truth.UNKNOWN: Verdict.DEPENDS}


def _ssh_verdict(answer: SshAnswer) -> Verdict:
    """A login that is possible either way is allowed, be it after a check or not."""
    if Outcome.DENY not in answer.possible:
        return Verdict.ALLOWED
    return Verdict.DENIED if answer.outcome is Outcome.DENY else Verdict.DEPENDS
