"""Short ways to run single rules on single texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tailcli.config.settings import Options
from tailcli.findings.registry import BY_CODE
from tailcli.lint.context import Context
from tailcli.lint.runner import reports
from tailcli.policy.load import load
from tailcli.source import SourceText, apply_edits

if TYPE_CHECKING:
    from tailcli.findings.model import Report


def policy_text(**sections: object) -> str:
    """Return a policy file with these sections, one entry a line."""
    return json.dumps(sections, indent=1)


def context_of(text: str, **options: object) -> Context:
    """Return what the rules look at, with options where they are given."""
    context = Context(load(SourceText("policy.hujson", text)))
    settings = context.settings._replace(options=Options()._replace(**options))
    return Context(context.policy, settings)


def reports_of(code: str, text: str, **options: object) -> list[Report]:
    """Return what one rule says of a text."""
    return list(reports(BY_CODE[code], context_of(text, **options)))


def places(code: str, text: str, **options: object) -> list[str]:
    """Return the texts that one rule underlines."""
    return [text[r.span.start : r.span.end] for r in reports_of(code, text, **options)]


def fixed(code: str, text: str) -> str:
    """Return the text with the fixes of one rule made, one after the other until there are no more."""
    for _ in range(100):
        fix = next((report.fix for report in reports_of(code, text) if report.fix is not None), None)
        if fix is None:
            return text
        text = apply_edits(text, fix.edits)
    raise AssertionError(f"{code} finds something to fix again and again")


def grant(src: str, dst: str, *ip: str, **more: object) -> dict[str, object]:
    """Return a grant; sources and destinations are separated by blanks, without ports all are open."""
    return {"src": src.split(), "dst": dst.split(), "ip": list(ip or ("*",)), **more}


def acl(src: str, dst: str, **more: object) -> dict[str, object]:
    """Return an ACL rule; sources and destinations are separated by blanks."""
    return {"action": "accept", "src": src.split(), "dst": dst.split(), **more}
