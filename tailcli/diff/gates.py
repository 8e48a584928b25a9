"""Gates: what of a change somebody should look at, or must not pass, each a rule of the registry.

Nothing here reads a file. Whoever calls says which settings are in force: for a change in a repository those
of the version before it, since a change must not switch off its own gate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.wording import ONLY_IF
from tailcli.config.rule_words import names_gate
from tailcli.config.settings import FileKind
from tailcli.diff.binding_settings import USE as KUBERNETES_USE
from tailcli.diff.gate_words import others_than_admins, row_words
from tailcli.diff.lockouts import lockouts_together
from tailcli.diff.loosening import change_words, is_ignored
from tailcli.diff.model import ACCESS_LANES, Change, Effect, Lane, Place, Risk
from tailcli.diff.sides import rule_label
from tailcli.findings.model import Severity
from tailcli.findings.registry import BY_NAME
from tailcli.guard.breach import Demand
from tailcli.guard.check import breaches, idle
from tailcli.guard.wording import breach_words, example_words, idle_words
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.inventory import Inventory
    from tailcli.config.settings import Settings
    from tailcli.diff.expect import Judgement
    from tailcli.diff.loosening import SettingChange
    from tailcli.diff.model import AccessDiff, Row
    from tailcli.guard.breach import Breach
    from tailcli.policy.model import Policy

ALWAYS = frozenset(("must-not-reach", "must-reach", "unexpected-change"))
"""The gates that fail a change whenever they find something: asking for them is what sets them up."""


class GateFinding(NamedTuple):
    """What a gate says of a change.

    Attributes:
        code: the code of the rule.
        name: its name.
        severity: the severity that the settings give it.
        message: one sentence that names who and what.
        place: where the new version says so, or the old one for what is gone; None where it stands nowhere.
        is_old: whether the place is one of the old version.
        fails: whether it fails the change.
    """

    code: str
    name: str
    severity: Severity
    message: str
    place: Place | None = None
    is_old: bool = False
    fails: bool = False


class Gated(NamedTuple):
    """What there is to say of one diff beside its rows.

    Attributes:
        settings: which settings were used, in words.
        settings_file: what to call their file; empty where there is none.
        changes: what the change does to the settings.
        findings: what the gates find.
    """

    settings: str
    settings_file: str = ""
    changes: tuple[SettingChange, ...] = ()
    findings: tuple[GateFinding, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether a finding fails the change."""
        return any(finding.fails for finding in self.findings)


class Evidence(NamedTuple):
    """What gates look at.

    Attributes:
        diff: the access diff.
        old: the version compared with; None where there was none.
        new: the version that would be in force; None where there is none.
        judgement: whether the change is what was announced; None where that is not asked.
        changes: what changed in the settings of this program.
        settings_file: what to call the settings file of the new version.
        known: what is known of people beside the files, for guardrails; None where nothing is.
    """

    diff: AccessDiff
    old: Policy | None
    new: Policy | None
    judgement: Judgement | None = None
    changes: tuple[SettingChange, ...] = ()
    settings_file: str = ""
    known: Inventory | None = None


def find_gates(
    evidence: Evidence, settings: Settings, counting: tuple[str, ...] = ()
) -> tuple[GateFinding, ...]:
    """Return what the gates find, what fails first, then the most severe.

    Args:
        evidence: the change.
        settings: the settings in force: severities, ignored rules and guardrails.
        counting: words that name the gates which fail the change; guardrails and announcements always do.
    """
    found = [_finding(said, settings, counting) for said in _all(evidence, settings)]
    order = sorted(found, key=lambda one: (not one.fails, -one.severity.rank, one.code))
    return tuple(one for one in dict.fromkeys(order) if not is_ignored(BY_NAME[one.name], settings))


class _Said(NamedTuple):
    """What a gate says, before the settings are looked at; ``usually`` is its severity if not the rule's."""

    name: str
    message: str
    place: Place | None = None
    is_old: bool = False
    usually: Severity | None = None


def _finding(said: _Said, settings: Settings, counting: tuple[str, ...]) -> GateFinding:
    rule = BY_NAME[said.name]
    severity = settings.severities.get(rule.code, said.usually or rule.severity)
    fails = said.name in ALWAYS or any(names_gate(word, rule) for word in counting)
    return GateFinding(rule.code, rule.name, severity, said.message, said.place, said.is_old, fails)


def _all(evidence: Evidence, settings: Settings) -> Iterator[_Said]:
    yield from _guardrails(evidence, settings)
    yield from _unexpected(evidence)
    yield from _loosened(evidence)
    for row, more in lockouts_together(evidence.diff.rows):
        name = _gate_of(row)
        if name is not None:
            yield _row(name, row, more)


def _gate_of(row: Row) -> str | None:
    """Return the gate that a row belongs to, if any."""
    if row.lane in ACCESS_LANES:
        return _access_gate(row)
    is_wider = row.effect in {Effect.WIDER, Effect.BOTH}
    match row.lane, row.change:
        case Lane.LATENT, Change.GAINED:
            return "new-latent-access" if others_than_admins(row) else None
        case Lane.TAG_OWNERS, Change.GAINED:
            return "new-tag-owner" if is_wider and others_than_admins(row) else None
        case Lane.APPROVAL, Change.GAINED:
            return "new-auto-approver" if is_wider else None
        case Lane.POSTURES, Change.CHANGED:
            return "posture-weakened" if is_wider else None
        case Lane.TESTS, Change.LOST:
            return "test-removed"
        case Lane.SUPPRESSIONS, Change.GAINED:
            return "suppression-added"
    return None


def _access_gate(row: Row) -> str | None:
    if row.risk is Risk.LOCKOUT:
        return "lockout"
    if row.effect is Effect.NARROWER:
        return "lost-access" if row.change is Change.LOST or _is_newly_conditional(row) else None
    if row.change is Change.CHANGED and (row.lane is Lane.SSH or row.rights == (KUBERNETES_USE,)):
        return "ssh-check-weakened"
    return {Risk.BROAD: "new-broad-access", Risk.SENSITIVE: "new-sensitive-access"}.get(row.risk)


def _is_newly_conditional(row: Row) -> bool:
    """Tell whether SSH access now depends on the device: a check keeps nobody out, a posture does."""
    return ONLY_IF in row.after and ONLY_IF not in row.before


def _row(name: str, row: Row, more: int) -> _Said:
    place, is_old = _place(row)
    is_minor = row.lane is Lane.LATENT and row.risk not in {Risk.BROAD, Risk.SENSITIVE}
    return _Said(name, row_words(name, row, more), place, is_old, Severity.INFO if is_minor else None)


def _place(row: Row) -> tuple[Place | None, bool]:
    """Return where the new version says what the row tells, or else where the old one did."""
    cause = row.cause
    new = [*([cause.new] if cause is not None and cause.new is not None else []), *row.new]
    old = [*([cause.old] if cause is not None and cause.old is not None else []), *row.old]
    return (new[0], False) if new else (old[0] if old else None, bool(old))


def _unexpected(evidence: Evidence) -> Iterator[_Said]:
    judgement = evidence.judgement
    for mismatch in () if judgement is None else judgement.mismatches:
        is_old = mismatch.text.startswith("-")
        yield _Said("unexpected-change", f"{mismatch.fault.value}: {mismatch.text}", mismatch.place, is_old)


def _loosened(evidence: Evidence) -> Iterator[_Said]:
    for change in evidence.changes:
        if change.is_looser:
            message = change_words(change)
            place = Place(evidence.settings_file, change.line or 1, 1, change.key)
            yield _Said("settings-loosened", message, place)


def _guardrails(evidence: Evidence, settings: Settings) -> Iterator[_Said]:
    guardrails = settings.guardrails
    if evidence.new is None or settings.kind is not FileKind.WHOLE:
        return
    if not (guardrails.must_not_reach or guardrails.must_reach):
        return
    yield from _broken(evidence.new, evidence, settings)
    for demand, those in ((Demand.NEVER, guardrails.must_not_reach), (Demand.ALWAYS, guardrails.must_reach)):
        was_idle = () if evidence.old is None else idle(evidence.old, those, evidence.known)
        for guardrail in idle(evidence.new, those, evidence.known):
            # A guardrail may be about names of another policy; one that the change leaves idle is broken.
            if evidence.old is not None and guardrail not in was_idle:
                place = Place(evidence.new.document.source.name, 1, 1, "")
                yield _Said(demand.value, idle_words(guardrail, guardrails.file), place)


def _broken(new: Policy, evidence: Evidence, settings: Settings) -> Iterator[_Said]:
    guardrails, old = settings.guardrails, evidence.old
    found = breaches(new, guardrails, evidence.known)
    earlier = breaches(old, guardrails, evidence.known) if found and old else ()
    known = {_essence(one) for one in earlier}
    for breach in found:
        before = "; so it was before" if _essence(breach) in known else ""
        words = breach_words(breach, guardrails.file)
        message = f"{words} (for example {example_words(breach)}{before})"
        yield _Said(breach.demand.value, message, _rule_place(breach, new))


def _essence(breach: Breach) -> tuple[object, ...]:
    return breach._replace(rule=None)


def _rule_place(breach: Breach, policy: Policy) -> Place:
    source = policy.document.source
    if breach.rule is None:
        return Place(source.name, 1, 1, "")
    span = breach.rule.node.span
    start, end = source.position(span.start), source.position(span.end - 1)
    return Place(source.name, start.line, start.column, rule_label(breach.rule), end.line)
