"""SSH access: who may log in where, as whom, and after which check.

Unlike the rest of a policy this lane has an order: for a source, a destination and a login the first matching
rule decides, all ``check`` rules coming before all ``accept`` rules (docs/semantics.md, "SSH"). So a check
rule that is removed can widen access.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.atoms import every
from tailcli.access.compile import OWN
from tailcli.access.conditions import is_impossible, without_postures
from tailcli.access.content import is_self
from tailcli.access.ranges import Ranges, of
from tailcli.access.universe import login_domain
from tailcli.access.vocabulary import LOCALPART, ROOT, is_account, localpart_domain
from tailcli.policy.durations import parse_duration
from tailcli.policy.selectors import Autogroup, Wildcard, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.compile import Access
    from tailcli.access.conditions import Alternative
    from tailcli.access.resolve import Resolver
    from tailcli.access.universe import Universe
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy, SshRule

NONROOT = "autogroup:nonroot"
ALWAYS_CHECK = "always"
HOUR = 3_600_000_000_000
DEFAULT_CHECK_PERIOD = 12 * HOUR


class Action(Enum):
    """What a rule does with a login that it matches."""

    CHECK = "check"
    ACCEPT = "accept"


class LoginName(NamedTuple):
    """One local account by name."""

    name: str
    kind: str = "login"


class OtherLogins(NamedTuple):
    """Every account that no rule names, except root."""

    kind: str = "other"


class OwnLocalpart(NamedTuple):
    """The account named like the local part of the source's own login, for logins of one domain.

    Of a person whom the policy names and whose account is a class by its name, it is that account too.
    """

    domain: str
    kind: str = "localpart"


LoginClass: TypeAlias = LoginName | OtherLogins | OwnLocalpart


class Terms(NamedTuple):
    """How a rule lets somebody in.

    ``check_period`` is in nanoseconds, 0 for ``always``, None for an accept rule; ``accept_env`` and
    ``recorder`` in an order of their own: that of the file means nothing. Without recorder none is enforced.
    """

    action: Action
    check_period: int | None
    accept_env: tuple[str, ...]
    recorder: tuple[str, ...]
    enforce_recorder: bool


class SshBox(NamedTuple):
    """Sources x destinations x logins (numbers into ``SshAccess.logins``), on terms and conditions."""

    sources: int
    destinations: int
    logins: Ranges
    alternative: Alternative
    terms: Terms
    rule: SshRule

    @property
    def entry(self) -> tuple[Alternative, Terms]:
        """What it says where it decides, whichever rule it comes from."""
        return self.alternative, self.terms


class SshAccess(NamedTuple):
    """The SSH rules of one policy as boxes, in the order in which they are asked: checks first."""

    logins: tuple[LoginClass, ...]
    boxes: tuple[SshBox, ...]


def compile_ssh(policies: Sequence[Policy], accesses: Sequence[Access]) -> tuple[SshAccess, ...]:
    """Compile the SSH rules of policies that share a universe, so that they share the numbering of logins."""
    logins = _login_classes(policies)
    return tuple(
        SshAccess(logins, tuple(_boxes(policy, access, logins)))
        for policy, access in zip(policies, accesses, strict=True)
    )


def _login_classes(policies: Sequence[Policy]) -> tuple[LoginClass, ...]:
    found: dict[LoginClass, None] = {LoginName(ROOT): None, OtherLogins(): None}
    for policy in policies:
        for rule in policy.ssh:
            for user in rule.users:
                name = user.value.strip()
                domain = localpart_domain(name)
                if domain is not None:
                    found[OwnLocalpart(domain)] = None
                elif name != NONROOT and is_account(name):
                    found[LoginName(name)] = None
    return tuple(found)


def _boxes(policy: Policy, access: Access, logins: tuple[LoginClass, ...]) -> list[SshBox]:
    owners = _own_by_name(logins, access.universe)
    compiled = [box for rule in policy.ssh for box in _compile(rule, policy, access, (logins, owners))]
    return sorted(compiled, key=lambda box: box.terms.action is Action.ACCEPT)


def _compile(
    rule: SshRule, policy: Policy, access: Access, logins: tuple[Sequence[LoginClass], Sequence[_Own]]
) -> list[SshBox]:
    terms = ssh_terms(rule)
    if terms is None:
        return []
    names = tuple(name.value for name in rule.src_posture or policy.default_src_posture)
    return [
        SshBox(bound, destinations, wanted, alternative, terms, rule)
        for sources, destinations in _pairs(rule, access)
        for wanted, who in _logins(rule, *logins, access.universe)
        if wanted and sources & who and destinations
        for bound, alternative in _under(names, sources & who, access.resolver)
    ]


def _under(names: Iterable[str], sources: int, resolver: Resolver) -> Iterator[tuple[int, Alternative]]:
    """Yield sources with what binds them: postures bind devices of the tailnet, not those of guests."""
    bound, guests = sources & ~resolver.shared, sources & resolver.shared
    found = resolver.postures(names)
    for alternative in found:
        if bound and not is_impossible(alternative):
            yield bound, alternative
    for alternative in dict.fromkeys(map(without_postures, found)) if guests else ():
        yield guests, alternative


def _pairs(rule: SshRule, access: Access) -> list[tuple[int, int]]:
    """Return what the rule lets log in where: between devices, and from people to their own devices.

    Only who a device is counts: an address, ``*`` or ``autogroup:danger-all`` names nobody in an SSH rule.
    """
    sources = access.resolver.sources(_naming(rule.src)).both
    texts = _naming(rule.dst)
    destinations = access.resolver.destinations(texts).both
    members = access.resolver.members
    own = sources & members if any(map(is_self, texts)) else sources & destinations & members
    return [(sources, destinations), (own, OWN)]


def _naming(selectors: Sequence[String]) -> tuple[str, ...]:
    return tuple(text.value for text in selectors if parse_selector(text.value) not in _EVERYTHING)


_EVERYTHING = (Wildcard(), Autogroup("danger-all"))


class _Own(NamedTuple):
    """A person of one domain whose own account has a name that is a class by itself."""

    domain: str
    account: str
    person: int


def _own_by_name(logins: Iterable[LoginClass], universe: Universe) -> tuple[_Own, ...]:
    domains = [login.domain for login in logins if isinstance(login, OwnLocalpart)]
    names = [login.name for login in logins if isinstance(login, LoginName)] if domains else []
    bits = universe.login_bits
    found = (_Own(domain, name, bits.get(f"{name}@{domain}", 0)) for domain in domains for name in names)
    return tuple(own for own in found if own.person & universe.singles)


def _logins(
    rule: SshRule, logins: Sequence[LoginClass], owners: Sequence[_Own], universe: Universe
) -> list[tuple[Ranges, int]]:
    """Return which logins the rule opens and for which sources: a local part only for its own domain."""
    users = {user.value.strip() for user in rule.users}
    numbers: dict[int, list[int]] = {}
    for number, login in enumerate(logins):
        who = _opened_to(login, users, owners, universe)
        if who:
            numbers.setdefault(who, []).append(number)
    return [(of((number, number + 1) for number in opened), who) for who, opened in numbers.items()]


def _opened_to(login: LoginClass, users: set[str], owners: Sequence[_Own], universe: Universe) -> int:
    match login:
        case LoginName(name) if _is_named(name, users):
            return -1
        case LoginName(name):
            return every(own.person for own in owners if own.account == name and _is_own(own.domain, users))
        case OtherLogins():
            return -1 if NONROOT in users else 0
        case OwnLocalpart(domain):
            is_own = _is_own(domain, users)
            who = -1 if NONROOT in users else _of_domain(universe, domain) if is_own else 0
            for own in (one for one in owners if one.domain == domain):
                is_opened = is_own or _is_named(own.account, users)
                who = who | own.person if is_opened else who & ~own.person
            return who


def _is_named(account: str, users: set[str]) -> bool:
    return account in users or (NONROOT in users and account != ROOT)


def _is_own(domain: str, users: set[str]) -> bool:
    return f"{LOCALPART}{domain}" in users


def _of_domain(universe: Universe, domain: str) -> int:
    """Return who may have a login of that domain: those named with it, and people without a name."""
    others = [login for login in universe.login_bits if login_domain(login) != domain]
    foreign = 0
    for login in others:
        foreign |= universe.login_bits[login]
    return (universe.members | universe.guests) & ~foreign


def ssh_terms(rule: SshRule) -> Terms | None:
    """Return the terms of a rule; None for an action that is neither ``accept`` nor ``check``."""
    action = "" if rule.action is None else rule.action.value.strip()
    if action not in {"accept", "check"}:
        return None
    recorder = tuple(sorted({text.value.strip() for text in rule.recorder}))
    return Terms(
        Action(action),
        _check_period(rule) if action == "check" else None,
        tuple(sorted({text.value for text in rule.accept_env})),
        recorder,
        rule.enforce_recorder and bool(recorder),
    )


def _check_period(rule: SshRule) -> int:
    if rule.check_period is None or not rule.check_period.value:
        return DEFAULT_CHECK_PERIOD
    if rule.check_period.value == ALWAYS_CHECK:
        return 0
    parsed = parse_duration(rule.check_period.value)
    return parsed if isinstance(parsed, int) else DEFAULT_CHECK_PERIOD


def is_at_least(wide: Terms, narrow: Terms) -> bool:
    """Tell whether ``wide`` lets in on terms no stricter than ``narrow``, in every respect."""
    return (
        _leniency(wide) >= _leniency(narrow)
        and set(wide.accept_env) >= set(narrow.accept_env)
        and (not wide.recorder or set(wide.recorder) == set(narrow.recorder))
        and wide.enforce_recorder <= narrow.enforce_recorder
    )


def _leniency(terms: Terms) -> tuple[bool, int]:
    return terms.action is Action.ACCEPT, terms.check_period or 0
