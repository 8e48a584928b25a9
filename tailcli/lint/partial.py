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
