"""A question as people put it, and the answer of a policy to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.explain_pair import Asked, PairAnswer, Verdict, pair_answers, together
from tailcli.access.explain_reach import Reach, Reaches
from tailcli.access.explain_ssh import SshReach, SshReaches
from tailcli.access.match_lookup import NotFound, lookup_for
from tailcli.access.match_question import Rules
from tailcli.access.match_ssh import SshRules
from tailcli.access.match_subject import Carrier, Nobody, Person, Subject
from tailcli.access.telling import what_would
from tailcli.access.universe import ROLES
from tailcli.policy.autogroups import MEMBER, TAGGED
from tailcli.policy.faults import Fault
from tailcli.policy.ports import MAX_PORT, parse_acl_protocol
from tailcli.policy.selectors import Autogroup, GroupName, parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.inventory import Inventory
    from tailcli.access.match_lookup import Lookup
    from tailcli.policy.model import Policy


class Query(NamedTuple):
    """A question as it is put; ``dst`` may end in a port. At least one end is given."""

    src: str | None = None
    dst: str | None = None
    protocol: str | None = None
    login: str | None = None


class End(NamedTuple):
    """What one end means: a subject for each kind of people that the rules tell apart.

    ``alike`` gives for a subject's text the logins that it stands for, where these are several.
    """

    text: str
    subjects: tuple[Subject, ...]
    alike: dict[str, tuple[str, ...]]


class OpenAnswer(NamedTuple):
    """What one subject can reach, or who can reach it."""

    subject: Subject
    rows: tuple[Reach, ...]
    ssh: tuple[SshReach, ...]


class AccessAnswer(NamedTuple):
    """The answer to a question.

    Attributes:
        source: the source; None for "who can reach it".
        destination: the destination; None for "what can it reach".
        verdict: the answer to a question with both ends; else None.
        pairs: one for each pair of subjects, where both ends are given.
        open: one for each subject of the end that is given, otherwise; of several the first may say what
            they share (its subject is called ``EVERY``).
    """

    policy: Policy
    source: End | None
    destination: End | None
    asked: Asked
    verdict: Verdict | None
    pairs: tuple[PairAnswer, ...]
    open: tuple[OpenAnswer, ...]


class QueryError(ValueError):
    """A question that cannot be asked: the option that is wrong, and why."""

    def __init__(self, option: str, reason: str, suggestion: str | None = None) -> None:
        hint = f"; did you mean {suggestion}?" if suggestion else ""
        super().__init__(f"{option}: {reason}{hint}")
        self.option = option
        self.reason = reason
        self.suggestion = suggestion


def ask(policy: Policy, query: Query, inventory: Inventory | None = None) -> AccessAnswer:
    """Answer a question about a policy.

    Raises:
        QueryError: if a name means nothing, or a protocol or port is none.
    """
    rules = Rules(policy, inventory)
    ssh = SshRules(policy, rules)
    ends = _Ends(lookup_for(policy, rules), rules)
    if query.src is None and query.dst is None:
        raise QueryError("--src", "name a source, a destination or both")
    source = None if query.src is None else ends.find("--src", query.src)
    destination, port = (None, None) if query.dst is None else ends.with_port("--dst", query.dst)
    asked = Asked(port, _protocol(query.protocol), query.login)
    if source is not None and destination is not None:
        pairs = pair_answers(rules, ssh, (source.subjects, destination.subjects), asked)
        return AccessAnswer(policy, source, destination, asked, together(pairs), pairs, ())
    answers = _gathered(tuple(_open(policy, rules, ssh, (source, destination), asked)))
    return AccessAnswer(policy, source, destination, asked, None, (), answers)


def _open(
    policy: Policy, rules: Rules, ssh: SshRules, ends: tuple[End | None, End | None], asked: Asked
) -> Iterator[OpenAnswer]:
    source, destination = ends
    given = source or destination
    network = Reaches(policy, rules, asked) if asked.login is None else None
    logins = None if asked.login is None else SshReaches(policy, ssh, asked.login, rules.known.inventory)
    for subject in given.subjects if given else ():
        rows: tuple[Reach, ...] = ()
        found: tuple[SshReach, ...] = ()
        if network is not None:
            rows = network.outgoing(subject) if source else network.incoming(subject)
        if logins is not None:
            found = tuple(logins.outgoing(subject) if source else logins.incoming(subject))
        yield OpenAnswer(subject, rows, found)


EVERY = "every member alike"


def _gathered(answers: tuple[OpenAnswer, ...]) -> tuple[OpenAnswer, ...]:
    """Tell what all members of a group share once, and of each kind only what it has beside that."""
    if len(answers) <= 1:
        return answers
    shared = set.intersection(*({_row_key(row) for row in answer.rows} for answer in answers))
    logins = set.intersection(*({_ssh_key(row) for row in answer.ssh} for answer in answers))
    first = answers[0]
    alike = OpenAnswer(
        Subject(EVERY, Nobody()),
        tuple(row for row in first.rows if _row_key(row) in shared),
        tuple(row for row in first.ssh if _ssh_key(row) in logins),
    )
    rest = [
        OpenAnswer(
            answer.subject,
            tuple(row for row in answer.rows if _row_key(row) not in shared),
            tuple(row for row in answer.ssh if _ssh_key(row) not in logins),
        )
        for answer in answers
    ]
    told = [answer for answer in (alike, *rest) if answer.rows or answer.ssh]
    return tuple(told) or (alike,)


def _row_key(row: Reach) -> tuple[object, ...]:
    return (*row._replace(rules=()), tuple(rule.number for rule in row.rules))


def _ssh_key(row: SshReach) -> tuple[object, ...]:
    return row.parties, row.terms, row.postures, row.missing, row.rule.ordinal


def _protocol(text: str | None) -> int | None:
    if text is None:
        return None
    number = parse_acl_protocol(text)
    if isinstance(number, Fault):
        raise QueryError("--proto", number.message, next(iter(number.allowed), None))
    return number


class _Ends:
    """Finds what the ends of a question mean."""

    def __init__(self, lookup: Lookup, rules: Rules) -> None:
        self._lookup = lookup
        self._rules = rules

    def with_port(self, option: str, text: str) -> tuple[End, int | None]:
        """Return an end and the port after it, if there is one. What is a name as a whole has none."""
        head, colon, tail = text.strip().rpartition(":")
        bare = head[1:-1] if head.startswith("[") and head.endswith("]") else head
        has_port = bool(colon) and tail.isascii() and tail.isdigit()
        if not has_port or (bare == head and self._lookup.is_name(text)):
            return self.find(option, text), None
        if int(tail[:9]) > MAX_PORT:
            raise QueryError(option, f"{tail} is no port: ports end at {MAX_PORT}")
        return self.find(option, bare), int(tail)

    def find(self, option: str, text: str) -> End:
        """Return what an end means."""
        word = text.strip()
        selector = parse_selector(word)
        if isinstance(selector, GroupName) and (logins := self._lookup.members(word)):
            kinds = {kind[0]: kind for kind in self._lookup.kinds(logins)}
            return End(word, tuple(map(self._lookup.person, kinds)), kinds)
        if isinstance(selector, Autogroup):
            return End(word, self._autogroup(option, word, selector.name), {})
        found = self._lookup.find(word)
        if isinstance(found, NotFound):
            raise QueryError(option, found.reason, found.suggestion)
        return End(word, found, {})

    def _autogroup(self, option: str, word: str, name: str) -> tuple[Subject, ...]:
        """A member or a tagged device that no rule names, or everybody who has a role."""
        roles = self._rules.known.inventory.roles
        if name == MEMBER:
            return (Subject("any member that no rule names", Person("", is_shared=False)),)
        if name == TAGGED:
            return (Subject("a device with a tag that no rule names", Carrier(())),)
        if name in ROLES and roles is not None:
            held = (*roles.get(name, ()), *(roles.get("owner", ()) if name == "admin" else ()))
            logins = [login for login in held if login]
            return tuple(map(self._lookup.person, dict.fromkeys(logins)))
        if name in ROLES:
            would = what_would(roles=True, would="would tell")
            raise QueryError(option, f"who is in {word} is not known: {would}")
        raise QueryError(option, f"{word} is neither one user, tag, device nor address")
