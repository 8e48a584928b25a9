"""Which of the rules that the settings ask for can run on a file, and which must be skipped."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.config.settings import FileKind
from tailcli.findings.rule import Stage
from tailcli.lint.partial import first_open_name, is_unfinished
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.findings.rule import Rule
    from tailcli.lint.context import Context

_WHOLE_FILE = frozenset((Stage.REFERENCES, Stage.SECTIONS, Stage.ACCESS, Stage.CHANGE, Stage.INVENTORY))


class SkipReason(Enum):
    """Why a rule that was asked for could not run."""

    SYNTAX_ERRORS = "syntax-errors"
    FRAGMENT = "fragment"
    TEMPLATE = "template"
    NO_BASE = "no-base"
    NO_INVENTORY = "no-inventory"


class Skipped(NamedTuple):
    """The codes of rules that were not run, and why."""

    reason: SkipReason
    codes: tuple[str, ...]


def runnable(rules: Iterable[Rule], context: Context) -> tuple[tuple[Rule, ...], tuple[Skipped, ...]]:
    """Part the rules into those that can run on this file and those that cannot, with the reason."""
    run: list[Rule] = []
    skipped: dict[SkipReason, list[str]] = {}
    for rule in rules:
        reason = _obstacle(rule, context)
        if reason is None:
            run.append(rule)
        else:
            skipped.setdefault(reason, []).append(rule.code)
    return tuple(run), tuple(Skipped(reason, tuple(codes)) for reason, codes in skipped.items())


def _part(context: Context) -> SkipReason | None:
    """Return why the text is less than a whole policy file, if it is."""
    if context.document.problems:
        return SkipReason.SYNTAX_ERRORS
    if context.settings.kind is FileKind.FRAGMENT or context.once(first_open_name) is not None:
        return SkipReason.FRAGMENT
    return SkipReason.TEMPLATE if context.once(is_unfinished) else None


def _obstacle(rule: Rule, context: Context) -> SkipReason | None:
    if rule.stage in _WHOLE_FILE:
        part = _part(context)
        if part is not None:
            return part
    if rule.stage is Stage.CHANGE and context.base is None:
        return SkipReason.NO_BASE
    if rule.stage is Stage.INVENTORY and context.inventory is None:
        return SkipReason.NO_INVENTORY
    return None
