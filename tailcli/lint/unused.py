"""Definitions that nothing mentions, whatever they define."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability, Report
from tailcli.lint.removal import removal, section_value
from tailcli.policy.faults import quote
from tailcli.policy.references import NameKind
from tailcli.policy.selectors import TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.references import Use

_RULES = frozenset({"acls", "grants", "ssh"})
_SECTIONS = {
    NameKind.GROUP: "groups",
    NameKind.TAG: "tagOwners",
    NameKind.HOST: "hosts",
    NameKind.IPSET: "ipsets",
    NameKind.POSTURE: "postures",
}


def unused(context: Context, kind: NameKind, hint: str, applicability: Applicability) -> Iterator[Report]:
    """Report each definition of a kind that no other entry mentions, with the fix that removes it.

    A file without a single section of rules is silent: what it defines is used by other files, if at all. So
    are tags that another tag owns: a program gives them to what it starts.
    """
    if not any(section.name in _RULES for section in context.policy.sections):
        return
    section = _SECTIONS[kind]
    parent = section_value(context, section)
    names = context.references.of(kind)
    for place, (name, node) in enumerate(names.definitions.items()):
        if _is_used(names.uses.get(name, ()), section, place) or _is_given(context, kind, place):
            continue
        fix = removal(context, parent, node.start, f"Remove {quote(name)}", applicability)
        yield Report(node.span, f"{_called(kind, name)} is defined and never used", hint=hint, fix=fix)


def _called(kind: NameKind, name: str) -> str:
    """Say what is meant, without saying twice what the prefix of the name says."""
    return quote(name) if ":" in name else f"{kind.value} {quote(name)}"


def _is_used(uses: tuple[Use, ...], section: str, place: int) -> bool:
    """Tell whether something mentions a name besides its own definition."""
    return any(use.place.section != section or use.place.ordinal != place for use in uses)


def _is_given(context: Context, kind: NameKind, place: int) -> bool:
    """Tell whether a tag is one that devices of another tag give."""
    if kind is not NameKind.TAG:
        return False
    definition = context.policy.tag_owners[place]
    own = definition.name.value.strip()
    return any(
        isinstance(parse_selector(o.value), TagName) and o.value.strip() != own for o in definition.owners
    )
