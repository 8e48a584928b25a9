"""What a run of a policy's own tests finds."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.explain import NearMiss, SshNearMiss
    from tailcli.access.match_clauses import Clause
    from tailcli.access.match_facts import MissingFact
    from tailcli.access.match_question import RuleAnswer
    from tailcli.access.match_ssh import SshRuleAnswer
    from tailcli.access.match_subject import Subject
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import Policy, PolicyTest, SshTest
    from tailcli.source.text import Span


class Status(Enum):
    """How a test ends; UNKNOWN is no failure: something is not known that decides it."""

    PASS = "pass"  # noqa: S105 - a result, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Fault(NamedTuple):
    """Why an entry or an assertion cannot pass whatever the rules say.

    ``server`` is the control plane's own message where it refuses the file with one of its own;
    ``is_undefined`` says that a name stands for nothing: of what is expected to be denied nobody has seen
    whether the control plane minds.
    """

    message: str
    span: Span
    hint: str | None = None
    server: str | None = None
    is_undefined: bool = False


class Assertion(NamedTuple):
    """One string of a list of an entry: a destination of ``tests``, a login of ``sshTests``.

    Attributes:
        expected: the list in which it stands: ``accept``, ``check`` or ``deny``.
        node: the string.
        actual: what happens: ``allowed``, ``denied``, ``accept``, ``check``, ``deny`` or, where that is not
            known, all that may happen, joined by ``or``; empty where there is a fault.
        target: for ``sshTests`` the destination; else empty.
        rules: the rules that decide it, or may.
        near: where it is denied: the rules that come nearest to allowing it.
        ends: the source and the destination that were asked about, of several the first pair.
        needed: the numbers of the access rules without any one of which a pass would be none.
    """

    expected: str
    node: String
    status: Status
    actual: str = ""
    target: str = ""
    fault: Fault | None = None
    missing: tuple[MissingFact, ...] = ()
    rules: tuple[RuleAnswer | SshRuleAnswer, ...] = ()
    near: tuple[NearMiss | SshNearMiss, ...] = ()
    ends: tuple[Subject, Subject] | None = None
    needed: frozenset[int] = frozenset()


Entry: TypeAlias = "PolicyTest | SshTest"


class EntryResult(NamedTuple):
    """One entry of ``tests`` or ``sshTests``: it fails if one of its assertions does, or as a whole.

    ``doubt`` is what keeps it from passing for sure: its source is a group that is not defined.
    """

    section: str
    entry: Entry
    status: Status
    assertions: tuple[Assertion, ...] = ()
    fault: Fault | None = None
    doubt: Fault | None = None

    @property
    def name(self) -> str:
        """What to call the entry: ``tests[3]``."""
        return f"{self.section}[{self.entry.ordinal}]"


class Run(NamedTuple):
    """All entries of a policy, ``tests`` before ``sshTests``; ``clauses`` are the access rules."""

    policy: Policy
    entries: tuple[EntryResult, ...]
    clauses: tuple[Clause, ...] = ()

    @property
    def status(self) -> Status:
        """FAIL if an entry fails, else UNKNOWN if one is not known, else PASS (also without entries)."""
        return worst(entry.status for entry in self.entries)

    @property
    def counts(self) -> Counter[Status]:
        """How many entries end in which way."""
        return Counter(entry.status for entry in self.entries)


def worst(statuses: Iterable[Status]) -> Status:
    """Return FAIL before UNKNOWN before PASS."""
    found = set(statuses)
    if Status.FAIL in found:
        return Status.FAIL
    return Status.UNKNOWN if Status.UNKNOWN in found else Status.PASS
