"""Files that look like a part of a policy, or like a template for one, although nobody said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.config.settings import FileKind
from tailcli.policy.problems import Kind

if TYPE_CHECKING:
    from tailcli.lint.context import Context
    from tailcli.policy.problems import Problem

_UNDEFINED = (
    Kind.UNDEFINED_GROUP,
    Kind.UNDEFINED_TAG,
    Kind.UNDEFINED_HOST,
    Kind.UNDEFINED_IPSET,
    Kind.UNDEFINED_POSTURE,
)
_RULES = frozenset(("acls", "grants", "ssh"))


def first_open_name(context: Context) -> Problem | None:
    """Return the first name without a definition, if the file has definitions but no rules at all.

    Such a file is most probably completed by others. None for every other file, and where the settings say
    what it is. Use it as ``context.once(first_open_name)``.
    """
    policy = context.policy
    if context.settings.kind is not FileKind.WHOLE or context.document.problems:
        return None
    if any(section.name in _RULES for section in policy.sections):
        return None
    return min(context.problems(*_UNDEFINED), key=lambda problem: problem.span, default=None)


def is_unfinished(context: Context) -> bool:
    """Tell whether strings are still to be filled in on which names or access may depend.

    In a file that is called a template, any string counts; else those of node attributes and of the DERP map
    do not.
    """
    if context.settings.kind is FileKind.TEMPLATE:
        return bool(context.blanks)
    harmless = [section.value for section in context.policy.sections if section.name in _BY_THEMSELVES]
    return any(
        not any(value.start <= blank.start < value.end for value in harmless) for blank in context.blanks
    )


_BY_THEMSELVES = frozenset(("nodeAttrs", "derpMap"))
