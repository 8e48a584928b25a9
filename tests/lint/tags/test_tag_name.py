"""Renaming a tag whose name is impossible."""

from __future__ import annotations

from tailcli.config.settings import FileKind
from tailcli.findings.registry import BY_CODE
from tailcli.lint.context import Context
from tailcli.lint.runner import reports
from tests.lint.linting import context_of, fixed, grant, policy_text, reports_of


def test_every_mention_is_renamed() -> None:
    text = policy_text(
        tagOwners={"tag:a_b": ["tag:a_b"], "tag:c": ["tag:a_b"]},
        grants=[grant("tag:a_b", "tag:c", via=["tag:a_b"])],
        acls=[{"action": "accept", "src": ["*"], "dst": ["tag:a_b:22"]}],
        tests=[{"src": "tag:a_b", "accept": ["tag:a_b:22"]}],
        autoApprovers={"exitNode": ["tag:a_b"]},
    )
    assert fixed("TP401", text) == text.replace("a_b", "a-b")


def test_there_is_no_fix_where_the_new_name_is_taken_or_unclear() -> None:
    for names in ("tag:a_b tag:a-b", "tag:1st", "tag:", "prod"):
        text = policy_text(tagOwners={name: ["autogroup:admin"] for name in names.split()})
        assert [report.fix for report in reports_of("TP401", text)] == [None]


def test_there_is_no_fix_where_a_mention_may_be_out_of_sight() -> None:
    text = policy_text(tagOwners={"tag:a_b": ["autogroup:admin"]})
    assert [report.fix for report in reports_of("TP401", text[:-1])] == [None]
    whole = context_of(text)
    part = Context(whole.policy, whole.settings._replace(kind=FileKind.FRAGMENT))
    assert [report.fix for report in reports(BY_CODE["TP401"], part)] == [None]
