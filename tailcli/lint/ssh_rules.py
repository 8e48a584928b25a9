"""What several rules about ``ssh`` ask of one SSH rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Fix
from tailcli.policy import autogroups
from tailcli.policy.autogroups import TAGGED
from tailcli.policy.selectors import Autogroup, TagName, parse_selector
from tailcli.source.edits import TextEdit

if TYPE_CHECKING:
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.policy.model import SshRule
    from tailcli.policy.problems import Problem

ACCEPT, CHECK = "accept", "check"
ACTIONS = (ACCEPT, CHECK)
ROOT = "root"
NONROOT = autogroups.PREFIX + autogroups.NONROOT


def action_of(rule: SshRule) -> str:
    """Return the action as the control plane reads it; empty where there is none."""
    return "" if rule.action is None else rule.action.value.strip()


def machine_sources(rule: SshRule) -> tuple[String, ...]:
    """Return the sources that are tagged devices: nobody is there who could pass a check."""
    return tuple(node for node in rule.src if is_machine(node.value))


def is_machine(text: str) -> bool:
    """Tell whether a selector names tagged devices only."""
    selector = parse_selector(text)
    return isinstance(selector, TagName) or selector == Autogroup(TAGGED)


def is_impossible_destination(context: Context, problem: Problem) -> bool:
    """Tell whether a faulty destination is known to be refused, or names nothing because of a port in it."""
    return problem.server is not None or context.source.text[problem.span.start] == ":"


def check_instead(rule: SshRule) -> Fix | None:
    """Return the unsafe fix that makes an accept rule a check rule; None where it would be refused."""
    if rule.action is None or machine_sources(rule):
        return None
    edit = TextEdit(rule.action.span, f'"{CHECK}"')
    return Fix('Ask for a check: write "check" as the action', (edit,), Applicability.UNSAFE)
