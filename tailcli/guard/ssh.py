"""Guardrails on SSH: who may log in where, as whom, with a check or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.compile import Box
from tailcli.access.ranges import of, overlaps
from tailcli.access.ssh import NONROOT, LoginName, OtherLogins, OwnLocalpart
from tailcli.access.traffic import traffic
from tailcli.access.vocabulary import ROOT, localpart_domain
from tailcli.access.wording import OTHER_ACCOUNTS, login_words, terms_words
from tailcli.compare.subtract import difference
from tailcli.guard.breach import Demand, Lane
from tailcli.guard.lanes import meets_any
from tailcli.policy.ports import PortRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tailcli.access.ranges import Ranges
    from tailcli.access.ssh import LoginClass, SshAccess, SshBox
    from tailcli.compare.subtract import Piece
    from tailcli.config.guardrails import Guardrail
    from tailcli.guard.lanes import Asked, Bench
    from tailcli.policy.model import Policy, SshRule

ANY_LOGIN = "*"
NO_NETWORK = "no access rule opens tcp:22 there"
AT_TIMES = "access rules open tcp:22 there under a condition only"
_SSH_TRAFFIC = traffic(6, (PortRange(22, 22),))


class SshLane:
    """Logins. A right is the number of an account."""

    __slots__ = ("_bench", "_open", "_ssh")

    lane = Lane.SSH

    def __init__(self, bench: Bench, ssh: SshAccess) -> None:
        self._bench = bench
        self._ssh = ssh
        self._open = opened(bench)

    def region(self, asked: Asked) -> list[Piece]:
        """Return the accounts of the guardrail on the devices that it names."""
        rights = _meant(asked.guardrail.logins, self._ssh.logins)
        return self._bench.region(asked, rights) if rights else []

    def given(self, asked: Asked) -> Sequence[Box]:
        """Return the SSH rules; whoever has an account of their own name may log in by that name too."""
        del asked
        return [_box(box, number) for number, box in enumerate(self._ssh.boxes)]

    def rule(self, number: int) -> SshRule:
        """Return the SSH rule of a box."""
        return self._ssh.boxes[number].rule

    def selectors(self, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the selectors of an SSH rule."""
        rule = self.rule(number)
        return tuple(text.value for text in rule.src), tuple(text.value for text in rule.dst)

    def words(self, rights: Ranges, number: int, asked: Asked) -> tuple[str, ...]:
        """Return the accounts in words."""
        del number, asked
        return _accounts([one for n, one in enumerate(self._ssh.logins) if overlaps(rights, ((n, n + 1),))])

    def example(self, rights: Ranges, number: int, asked: Asked) -> str:
        """Return one account, root if it is among them."""
        del number, asked
        found = [one for n, one in enumerate(self._ssh.logins) if overlaps(rights, ((n, n + 1),))]
        return f"ssh as {login_words(found[0])}"

    def notes(self, piece: Piece, asked: Asked) -> tuple[str, ...]:
        """Return the terms on which one gets in, and whether it is of use as long as the network is shut."""
        if asked.demand is Demand.ALWAYS:
            return ()
        shut = difference([piece.box], self._open, self._bench.access.universe.singles)
        terms = terms_words(self._ssh.boxes[piece.rule].terms)
        return (terms, f"{NO_NETWORK} yet") if shut == [piece] else (terms,)


class WayInLane(SshLane):
    """The network below a login that must be given: an SSH rule alone lets nobody in."""

    __slots__ = ()

    def region(self, asked: Asked) -> list[Piece]:
        """Return the logins that the SSH rules give as the guardrail demands."""
        if asked.demand is not Demand.ALWAYS:
            return []
        singles = self._bench.access.universe.singles
        wanted = [piece.box for piece in super().region(asked)]
        missing = [piece.box for piece in difference(wanted, super().given(asked), singles)]
        return difference(wanted, missing, singles)

    def given(self, asked: Asked) -> Sequence[Box]:
        """Return the logins below which port 22 is open."""
        del asked
        return self._open

    def notes(self, piece: Piece, asked: Asked) -> tuple[str, ...]:
        """Return what is missing."""
        del asked
        return (AT_TIMES if meets_any(piece, self._open) else NO_NETWORK,)


def opened(bench: Bench) -> list[Box]:
    """Return where port 22 is open, as boxes of every account."""
    every: Ranges = ((0, len(bench.ssh.logins)),) if bench.ssh is not None else ()
    return [box._replace(rights=every) for box in bench.access.network if overlaps(box.rights, _SSH_TRAFFIC)]


def own_logins(policy: Policy, guardrails: Iterable[Guardrail]) -> tuple[str, ...]:
    """Return people of the policy whose own account has a name that a guardrail names."""
    domains = [localpart_domain(user.value) for rule in policy.ssh for user in rule.users]
    names = dict.fromkeys(name for guardrail in guardrails for name in guardrail.logins)
    logins = (f"{name}@{domain}" for domain in dict.fromkeys(domains) if domain for name in names)
    return tuple(login for login in logins if login in policy.document.source.text)


def _box(box: SshBox, number: int) -> Box:
    return Box(box.sources, box.destinations, box.logins, box.alternative, number)


def _meant(words: Iterable[str], logins: tuple[LoginClass, ...]) -> Ranges:
    """Return the numbers of the accounts that words name."""
    said = {word.strip() for word in words}
    everything, nonroot = ANY_LOGIN in said, NONROOT in said
    found = []
    for number, login in enumerate(logins):
        match login:
            case LoginName(name):
                is_meant = everything or name in said or (nonroot and name != ROOT)
            case OtherLogins():
                is_meant = everything or nonroot
            case OwnLocalpart(domain):
                is_meant = everything or nonroot or any(localpart_domain(one) == domain for one in said)
        found += [(number, number + 1)] if is_meant else []
    return of(found)


def _accounts(found: list[LoginClass]) -> tuple[str, ...]:
    """Return accounts in words: all of them, all but root, or each by its name."""
    if OtherLogins() not in found:
        return tuple(map(login_words, found))
    return (
        (OTHER_ACCOUNTS.replace("other ", ""),) if LoginName(ROOT) in found else (login_words(OtherLogins()),)
    )
