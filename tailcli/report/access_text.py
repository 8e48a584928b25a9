"""The answer to "who can reach what", for people."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tailcli.access.explain import Places
from tailcli.access.explain_pair import PairAnswer, Verdict
from tailcli.access.explain_words import subject_words
from tailcli.access.match_ssh import Outcome
from tailcli.access.match_truth import Truth
from tailcli.access.wording import permission_words, terms_words, traffic_words
from tailcli.findings.model import Severity
from tailcli.policy.addresses import V4
from tailcli.policy.ports import format_protocol
from tailcli.report.access_rules import fact_lines, hint_lines, near_lines, rule_lines, rule_name, where
from tailcli.report.counts import number
from tailcli.report.escape import begun, terminal
from tailcli.report.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.access.explain_ask import AccessAnswer, End, OpenAnswer
    from tailcli.access.explain_pair import Asked
    from tailcli.access.explain_reach import Reach
    from tailcli.access.explain_ssh import SshReach
    from tailcli.access.match_clauses import Clause
    from tailcli.access.naming import Party
    from tailcli.access.permissions import Permission
    from tailcli.report.style import Style
    from tailcli.source.text import SourceText

_LIMIT = 200
_ICMP = frozenset({1, 58})
_MANY = 20


def render(answer: AccessAnswer, style: Style = PLAIN) -> str:
    """Return the answer with its reasons."""
    source = answer.policy.document.source
    lines = list(_pairs(answer, source, style) if answer.verdict else _open(answer, source, style))
    return "\n".join(map(begun, lines)) + "\n"


def traffic_name(asked: Asked) -> str:
    """Return what is asked for: ``tcp:443``, ``port 443``, ``icmp``, ``SSH as root``, ``any port``."""
    if asked.login is not None:
        return f"SSH as {terminal(asked.login, _LIMIT)}"
    if asked.protocol is None:
        return "any port" if asked.port is None else f"port {asked.port}"
    name = format_protocol(asked.protocol)
    return name if asked.port is None or asked.protocol in _ICMP else f"{name}:{asked.port}"


def _pairs(answer: AccessAnswer, source: SourceText, style: Style) -> Iterator[str]:
    places = Places(answer.policy)
    ends = f"{_end(answer.source)} -> {_end(answer.destination)}"
    verdict = Verdict.DEPENDS if answer.verdict is None else answer.verdict
    yield f"{style.bold(ends)}, {traffic_name(answer.asked)}: {_colored(verdict, style)}"
    if len(answer.pairs) == 1:
        yield from (f"  {line}" for line in _pair(answer.pairs[0], answer.asked, source, places))
        return
    for pair in answer.pairs[:_MANY]:
        yield ""
        source_words = _alike(pair.source.text, answer.source)
        destination_words = _alike(pair.destination.text, answer.destination)
        yield f"  {source_words} -> {destination_words}: {_colored(pair.verdict, style)}"
        yield from (f"    {line}" for line in _pair(pair, answer.asked, source, places))
    if len(answer.pairs) > _MANY:
        yield f"  and {number(len(answer.pairs) - _MANY, 'more pair')}"


def _colored(verdict: Verdict, style: Style) -> str:
    if verdict is Verdict.ALLOWED:
        return style.good(verdict.value)
    severity = Severity.ERROR if verdict is Verdict.DENIED else Severity.WARNING
    return style.severity(severity, verdict.value)


def _end(end: End | None) -> str:
    """Return what was asked about, with the owner of a device or address, or the number of people."""
    if end is None:
        return ""
    words = subject_words(end.subjects[0]) if len(end.subjects) == 1 and not end.alike else end.text
    people = sum(map(len, end.alike.values()))
    return terminal(words, _LIMIT) + (f" ({people} people)" if people > 1 else "")


def _alike(text: str, end: End | None) -> str:
    others = 0 if end is None else len(end.alike.get(text, ())) - 1
    return terminal(text, _LIMIT) + (f" and {others} like them" if others > 0 else "")


def _pair(pair: PairAnswer, asked: Asked, source: SourceText, places: Places) -> Iterator[str]:
    ends = (pair.source, pair.destination)
    if pair.ssh is not None:
        yield from _ssh_pair(pair, source, places)
        return
    yield from fact_lines(pair.missing)
    yield from hint_lines(pair.missing)
    yield from _families(pair)
    for rule in pair.network.rules:
        if pair.verdict is not Verdict.ALLOWED or rule.truth is Truth.YES:
            yield from rule_lines(source, places, rule, ends)
    if asked.protocol in _ICMP and pair.verdict is Verdict.ALLOWED:
        yield "any rule between two addresses lets ping through, whatever its ports"
    if pair.verdict is Verdict.DENIED:
        yield "no rule allows it" if pair.network.by_family else "the two have no address family in common"
        yield from near_lines(source, pair.near)
    yield from _capabilities(pair, source)


def _families(pair: PairAnswer) -> Iterator[str]:
    truths = pair.network.by_family
    if pair.verdict is Verdict.ALLOWED and len(set(truths.values())) > 1:
        open_ones = [_family(version) for version, truth in truths.items() if truth is Truth.YES]
        yield f"over {' and '.join(open_ones)} only"


def _family(version: int) -> str:
    return "IPv4" if version == V4 else "IPv6"


def _ssh_pair(pair: PairAnswer, source: SourceText, places: Places) -> Iterator[str]:
    ssh = pair.ssh
    if ssh is None:
        return
    if ssh.outcome is Outcome.CHECK:
        yield "after a check"
    elif len(ssh.possible) > 1:
        yield f"may be: {', '.join(sorted(outcome.value for outcome in ssh.possible))}"
    yield from fact_lines(ssh.missing)
    yield from hint_lines(ssh.missing)
    for rule in ssh.rules:
        yield from rule_lines(source, places, rule, (pair.source, pair.destination))
    if not ssh.rules:
        yield "no SSH rule matches"
    yield from near_lines(source, pair.near)
    if pair.verdict is not Verdict.DENIED and pair.network.truth is not Truth.YES:
        closed = pair.network.truth is Truth.NO
        yield f"but {'no rule opens' if closed else 'perhaps no rule opens'} tcp:22 between them"


def _capabilities(pair: PairAnswer, source: SourceText) -> Iterator[str]:
    if pair.capabilities:
        yield "application capabilities:"
    for given in pair.capabilities:
        lead = "" if given.truth is Truth.YES else "perhaps "
        yield f"  {lead}{rule_name(source, given.clause)}"
        yield from (f"    {words}" for words in _permissions(given.permissions))
        yield from (f"    {line}" for line in fact_lines(given.missing))


def _permissions(permissions: Iterable[Permission]) -> list[str]:
    """Return a line for each action of each capability, with all that it may be done to."""
    alike: dict[tuple[str, str], list[Permission]] = {}
    for permission in permissions:
        alike.setdefault((permission.capability, permission.action), []).append(permission)
    lines = []
    for (_, action), found in alike.items():
        if action:
            others = [permission.object for permission in found[1:] if permission.object]
            lines.append(terminal(", ".join([permission_words(found[0]), *others]), 2 * _LIMIT))
        else:
            lines += [terminal(permission_words(permission), 2 * _LIMIT) for permission in found]
    return lines


def _open(answer: AccessAnswer, source: SourceText, style: Style) -> Iterator[str]:
    given = answer.source or answer.destination
    what = traffic_name(answer.asked)
    for number_, one in enumerate(answer.open):
        if number_:
            yield ""
        who = _end(given) if len(answer.open) == 1 else _alike(one.subject.text, given)
        asked = f"{who} can reach" if answer.source else f"who can reach {who}"
        yield f"{style.bold(asked)} ({what})"
        lines = list(_rows(one, source))
        yield from (f"  {line}" for line in lines or ["nothing" if answer.source else "nobody"])


def _rows(one: OpenAnswer, source: SourceText) -> Iterator[str]:
    for row in one.rows:
        yield from _row(row, source)
    for login in one.ssh:
        yield from _ssh_row(login, source)
    missing = (*(row.missing for row in one.rows), *(login.missing for login in one.ssh))
    yield from hint_lines(chain.from_iterable(missing))


def _row(row: Reach, source: SourceText) -> Iterator[str]:
    lead = "perhaps " if row.missing else ""
    if row.permissions:
        yield f"{lead}{_parties(row.parties)}:"
        yield from (f"  {words}" for words in _permissions(row.permissions))
    else:
        yield f"{lead}{_parties(row.parties)}: {terminal(', '.join(traffic_words(row.rights)))}"
    if row.postures:
        yield f"  only if the device meets {terminal(' or '.join(row.postures), _LIMIT)}"
    if row.via:
        yield f"  only through {terminal(' or '.join(row.via), _LIMIT)}"
    yield from (f"  {line}" for line in fact_lines(row.missing))
    yield f"  {_rules(row.rules, source)}"


def _rules(rules: Iterable[Clause], source: SourceText) -> str:
    names = [rule_name(source, rule) for rule in rules]
    more = f" and {number(len(names) - _MANY, 'more rule')}" if len(names) > _MANY else ""
    return ", ".join(names[:_MANY]) + more


def _ssh_row(row: SshReach, source: SourceText) -> Iterator[str]:
    lead = "perhaps " if row.missing else ""
    yield f"{lead}{_parties(row.parties)}: {terminal(terms_words(row.terms))}"
    if row.postures:
        yield f"  only if the device meets {terminal(' or '.join(row.postures), _LIMIT)}"
    yield from (f"  {line}" for line in fact_lines(row.missing))
    yield f"  ssh[{row.rule.ordinal}] ({where(source, row.rule.node.span)})"


def _parties(parties: Iterable[Party]) -> str:
    return ", ".join(party_words(party) for party in parties)


def party_words(party: Party) -> str:
    """Return a party with what of it is not meant, and how many people it means where the file names all."""
    people = f" ({len(party.logins)} people)" if len(party.logins) > 1 and not party.is_open else ""
    without = f" without {', '.join(party.exceptions)}" if party.exceptions else ""
    return terminal(f"{party.text}{people}{without}", _LIMIT)
