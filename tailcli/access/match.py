"""Whether a selector covers one concrete subject: yes, no, or what it depends on.

The same claims as in :mod:`tailcli.access.resolve` (docs/semantics.md, "Selectors"), asked of one user,
device or address instead of all classes at once. ``autogroup:self`` needs both ends: see :func:`own`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access import networks
from tailcli.access.definitions import family
from tailcli.access.match_facts import FactKind, MissingFact
from tailcli.access.match_subject import Carrier, Member, Nobody, Person, Service, Stranger
from tailcli.access.match_truth import Truth, truth_of
from tailcli.access.ranges import EMPTY, Ranges, contains, of, overlaps
from tailcli.access.universe import ROLES, login_domain
from tailcli.policy.selectors import (
    Address,
    Autogroup,
    DomainUsers,
    GroupName,
    IpSetName,
    Login,
    Name,
    ServiceName,
    TagName,
    Wildcard,
    parse_selector,
)
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.definitions import ByFamily, Definitions
    from tailcli.access.match_known import Known
    from tailcli.access.match_subject import Subject
    from tailcli.access.match_truth import Maybe
    from tailcli.policy.selectors import Selector


class Match(NamedTuple):
    """An answer with the facts it turns on (none unless it is UNKNOWN)."""

    truth: Truth
    missing: tuple[MissingFact, ...] = ()


YES = Match(Truth.YES)
NO = Match(Truth.NO)
_SELF = "autogroup:self"


def unknown(kind: FactKind, subject: str, selector: str) -> Match:
    """Return the answer that turns on one fact."""
    return Match(Truth.UNKNOWN, (MissingFact(kind, subject, selector),))


def own(source: Subject, destination: Subject) -> Match:
    """Tell whether the destination is a device of the very user who is the source (``autogroup:self``)."""
    match source.identity, destination.identity:
        case Person(left, left_shared), Person(right, right_shared):
            return truth_match(left == right and not (left_shared or right_shared))
        case (Stranger(), Person() | Stranger()) | (Person(), Stranger()):
            asked = destination if isinstance(source.identity, Person) else source
            return unknown(FactKind.OWNER, asked.text, _SELF)
        case Member(group, is_defined), Person() | Stranger() if not is_defined:
            return unknown(FactKind.UNDEFINED_GROUP, group, "")
        case _:
            return NO


def truth_match(answer: Maybe) -> Match:
    """Return YES or NO."""
    return YES if answer else NO


class Matcher:
    """The selectors of one policy, asked about subjects of one address family."""

    __slots__ = ("_definitions", "_groups", "_known")

    def __init__(self, definitions: Definitions, known: Known) -> None:
        self._definitions = definitions
        self._known = known
        self._groups = {name: frozenset(logins) for name, logins in definitions.groups.items()}

    def source(self, text: str, subject: Subject, version: int) -> Match:
        """Tell whether a selector covers a subject as a source, over one address family."""
        if version not in subject.families:
            return NO
        match parse_selector(text):
            case Wildcard():
                return self._anyone(subject, version)
            case Autogroup("danger-all"):
                return truth_match(not isinstance(subject.identity, Service))
            case Address() | IpSetName() | Name() as selector:
                return self._within(self._ranges(selector, version), text.strip(), subject, version)
            case selector:
                return self.identity(selector, text.strip(), subject)

    def destination(self, text: str, subject: Subject, version: int) -> Match:
        """Tell whether a selector covers a subject as a destination, over one address family."""
        if version not in subject.families:
            return NO
        match parse_selector(text):
            case Wildcard():
                return YES
            case Autogroup("internet"):
                return self._internet(subject, version)
            case ServiceName(name):
                return _service(name, subject)
            case Address() | IpSetName() | Name() as selector:
                return self._within(self._ranges(selector, version), text.strip(), subject, version)
            case selector:
                return self.identity(selector, text.strip(), subject)

    def _anyone(self, subject: Subject, version: int) -> Match:
        if subject.is_device:
            return YES
        if isinstance(subject.identity, Service):
            return NO
        asked = _ranges_of(subject, version)
        if overlaps(asked, networks.TAILNET[version]):
            return _covered(networks.WILDCARD_SOURCE[version], asked, "*", subject)
        if self._known.subnets is None:
            return unknown(FactKind.ROUTE, subject.text, "*")
        return _covered(self._known.subnets[version], asked, "*", subject)

    def _internet(self, subject: Subject, version: int) -> Match:
        """Without an approved exit node nothing shows what the control plane says of the internet."""
        if subject.is_device or isinstance(subject.identity, Service):
            return NO
        found = _covered(
            networks.INTERNET[version], _ranges_of(subject, version), "autogroup:internet", subject
        )
        if found == YES and not self._known.has_exit:
            return unknown(FactKind.EXIT_NODE, subject.text, "autogroup:internet")
        return found

    def _ranges(self, selector: Address | IpSetName | Name, version: int) -> Ranges:
        ranges: ByFamily = {}
        match selector:
            case IpSetName(name):
                ranges = self._definitions.ipset(name)
            case Address():
                ranges = family(self._definitions.host(selector.text) or selector)
            case Name(name):
                host = self._definitions.host(name)
                ranges = {} if host is None else family(host)
        return ranges.get(version, EMPTY)

    def addresses(self, text: str, version: int) -> Ranges | None:
        """Return the addresses that a selector names; None for one that names people, tags or everything."""
        selector = parse_selector(text)
        if isinstance(selector, Address | IpSetName | Name):
            return self._ranges(selector, version)
        return None

    def _within(self, part: Ranges, text: str, subject: Subject, version: int) -> Match:
        """Tell whether addresses hold the subject; those of the whole tailnet hold every device."""
        if not part:
            return NO
        tailnet = networks.TAILNET[version]
        if isinstance(subject.identity, Service):
            return unknown(FactKind.SERVICE, subject.text, text) if overlaps(part, tailnet) else NO
        if not subject.is_device:
            return _covered(part, _ranges_of(subject, version), text, subject)
        if contains(part, tailnet):
            return YES
        if not overlaps(part, tailnet):
            return NO
        return _device_within(part, text, subject, version)

    def identity(self, selector: Selector, text: str, subject: Subject) -> Match:
        """Tell whether a selector of people and tags covers a subject; any other kind covers none."""
        match subject.identity:
            case Person(login, is_shared):
                return self._person(selector, login, is_shared)
            case Member(group, is_defined):
                return self._member(selector, group) if is_defined else _anybody(selector, group)
            case Carrier(tags):
                return truth_match(self._carries(selector, tags))
            case Stranger():
                if self._can_cover(selector):
                    return unknown(FactKind.OWNER, subject.text, text)
                return NO
            case Service():
                tagged = selector == Autogroup("tagged") or isinstance(selector, TagName)
                return unknown(FactKind.SERVICE, subject.text, text) if tagged else NO
            case Nobody():
                return NO

    def _carries(self, selector: Selector, tags: tuple[str, ...]) -> bool:
        if isinstance(selector, TagName):
            return selector.name in tags and selector.name in self._definitions.tags
        return selector == Autogroup("tagged")

    def _can_cover(self, selector: Selector) -> bool:
        """Whether the selector can cover a device at all: its name is defined and it is not empty."""
        match selector:
            case TagName(name):
                return name in self._definitions.tags
            case GroupName(name) if name in self._groups:
                return bool(self._groups[name])
            case GroupName(name):
                return "@" in name or bool(self._known.inventory.groups.get(name))
            case Autogroup(name):
                return name in ROLES or name in {"member", "tagged", "shared"}
            case Login() | DomainUsers():
                return True
            case _:
                return False

    def _person(self, selector: Selector, login: str, is_shared: Maybe) -> Match:
        match selector:
            case Login(wanted):
                return truth_match(login == wanted)
            case GroupName(name):
                return self._in_group(name, login)
            case DomainUsers(domain):
                return truth_match(login_domain(login) == domain and not is_shared)
            case Autogroup("member"):
                return truth_match(not is_shared)
            case Autogroup("shared"):
                return _known(is_shared, FactKind.SHARED, login, "autogroup:shared")
            case Autogroup(role) if role in ROLES:
                held = False if is_shared else self._known.has_role(login, role)
                return _known(held, FactKind.ROLE, login, role)
            case _:
                return NO

    def _member(self, selector: Selector, group: str) -> Match:
        match selector:
            case GroupName(name):
                return truth_match(name == group)
            case DomainUsers(domain):
                logins = self._groups.get(group) or self._known.inventory.groups.get(group, ())
                return truth_match(all(login_domain(login) == domain for login in logins))
            case _:
                return truth_match(selector == Autogroup("member"))

    def _in_group(self, name: str, login: str) -> Match:
        if name in self._groups:
            return truth_match(login in self._groups[name])
        if "@" in name and name not in self._known.inventory.groups:
            return unknown(FactKind.GROUP, login, name)
        return truth_match(name in self._known.told(login))


def _anybody(selector: Selector, group: str) -> Match:
    """Tell whether people whom nobody names are covered: those of an identity provider are members."""
    match selector:
        case GroupName(name) if name == group:
            return YES
        case Autogroup("member") if "@" in group:
            return YES
        case Autogroup(name) if name not in ROLES and name not in {"member", "shared"}:
            return NO
        case Autogroup() | GroupName() | Login() | DomainUsers():
            return unknown(FactKind.UNDEFINED_GROUP, group, "")
        case _:
            return NO


def _known(answer: Maybe, kind: FactKind, subject: str, selector: str) -> Match:
    truth = truth_of(answer)
    return unknown(kind, subject, selector) if truth is Truth.UNKNOWN else Match(truth)


def _service(name: str, subject: Subject) -> Match:
    match subject.identity:
        case Service(asked):
            return truth_match(asked == name)
        case Stranger():
            return unknown(FactKind.OWNER, subject.text, name)
        case _:
            return NO


def _ranges_of(subject: Subject, version: int) -> Ranges:
    return of((a.first, a.last + 1) for a in subject.addresses or () if a.version == version)


def _covered(part: Ranges, asked: Ranges, text: str, subject: Subject) -> Match:
    if not asked or not overlaps(part, asked):
        return NO
    return YES if contains(part, asked) else unknown(FactKind.PART, subject.text, text)


def _device_within(part: Ranges, text: str, subject: Subject, version: int) -> Match:
    """Compare with the addresses that the subject's devices have, all of which must agree."""
    if subject.addresses is None:
        return unknown(FactKind.ADDRESS, subject.text, text)
    mine = [a for a in subject.addresses if a.version == version]
    inside = {contains(part, ((a.first, a.last + 1),)) for a in mine}
    if len(inside) > 1:
        return unknown(FactKind.ADDRESS, subject.text, text)
    return truth_match(inside == {True})
