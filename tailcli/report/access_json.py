"""The answer to "who can reach what" for programs: ``schemas/access.schema.json``, in ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.explain import Places
from tailcli.access.wording import permission_words, terms_words, traffic_words
from tailcli.report import json_text
from tailcli.report.access_rules import (
    answer_record,
    fact_records,
    near_records,
    rule_record,
    ssh_rule_record,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.explain_ask import AccessAnswer, End, OpenAnswer
    from tailcli.access.explain_capabilities import CapabilityAnswer
    from tailcli.access.explain_pair import PairAnswer
    from tailcli.access.explain_reach import Reach
    from tailcli.access.explain_ssh import SshReach
    from tailcli.access.naming import Party
    from tailcli.access.permissions import Permission
    from tailcli.report.json_text import Json
    from tailcli.source.text import SourceText

VERSION = 1


def render(answer: AccessAnswer) -> str:
    """Return the answer with its reasons as one JSON object."""
    source = answer.policy.document.source
    places = Places(answer.policy)
    asked = answer.asked
    document: Json = {
        "version": VERSION,
        "file": source.name,
        "src": _end(answer.source),
        "dst": _end(answer.destination),
        "port": asked.port,
        "protocol": asked.protocol,
        "login": asked.login,
        "verdict": None if answer.verdict is None else answer.verdict.value,
        "pairs": [_pair(pair, source, places) for pair in answer.pairs],
        "reach": [_open(one, source) for one in answer.open],
    }
    return json_text.document(document)


def _end(end: End | None) -> Json:
    if end is None:
        return None
    subjects = [{"text": s.text, "logins": end.alike.get(s.text, ())} for s in end.subjects]
    return {"text": end.text, "subjects": subjects}


def _pair(pair: PairAnswer, source: SourceText, places: Places) -> Json:
    ends = (pair.source, pair.destination)
    return {
        "src": pair.source.text,
        "dst": pair.destination.text,
        "verdict": pair.verdict.value,
        "missing": fact_records(pair.missing),
        "families": {f"ipv{version}": truth.value for version, truth in pair.network.by_family.items()},
        "rules": [answer_record(source, places, rule, ends) for rule in pair.network.rules],
        "near": near_records(source, pair.near),
        "ssh": None
        if pair.ssh is None
        else {
            "outcomes": sorted(outcome.value for outcome in pair.ssh.possible),
            "rules": [answer_record(source, places, rule, ends) for rule in pair.ssh.rules],
        },
        "capabilities": [_capability(given, source) for given in pair.capabilities],
    }


def _capability(given: CapabilityAnswer, source: SourceText) -> Json:
    return {
        **rule_record(source, given.clause),
        "answer": given.truth.value,
        "missing": fact_records(given.missing),
        "permissions": _permissions(given.permissions),
    }


def _permissions(permissions: Iterable[Permission]) -> list[Json]:
    return [
        {"capability": p.capability, "action": p.action, "object": p.object, "text": permission_words(p)}
        for p in permissions
    ]


def _open(one: OpenAnswer, source: SourceText) -> Json:
    return {
        "subject": one.subject.text,
        "rows": [_row(row, source) for row in one.rows],
        "ssh": [_ssh_row(row, source) for row in one.ssh],
    }


def _row(row: Reach, source: SourceText) -> Json:
    return {
        "parties": _parties(row.parties),
        "traffic": traffic_words(row.rights),
        "permissions": _permissions(row.permissions),
        "postures": row.postures,
        "via": row.via,
        "missing": fact_records(row.missing),
        "rules": [rule_record(source, rule) for rule in row.rules],
    }


def _ssh_row(row: SshReach, source: SourceText) -> Json:
    return {
        "parties": _parties(row.parties),
        "action": row.terms.action.value,
        "terms": terms_words(row.terms),
        "postures": row.postures,
        "missing": fact_records(row.missing),
        **ssh_rule_record(source, row.rule),
    }


def _parties(parties: Iterable[Party]) -> list[Json]:
    return [
        {
            "text": party.text,
            "selector": party.is_selector,
            "logins": party.logins,
            "without": party.exceptions,
            "open": party.is_open,
        }
        for party in parties
    ]
