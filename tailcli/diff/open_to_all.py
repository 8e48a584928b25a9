"""The largest change there is, in one sentence: everyone reached everything, or will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import contains
from tailcli.access.traffic import traffic
from tailcli.policy.ports import ANY_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import Content
    from tailcli.diff.sides import Sides, Version

IMPLICIT = "neither acls nor grants"
_STAR = "*"
_EVERYTHING = traffic(None, (ANY_PORT,))


def whole_notes(sides: Sides) -> Iterator[str]:
    """Yield a note where a rule for everyone to everything stands in one version alone."""
    before, after = _open_rule(sides.old), _open_rule(sides.new)
    if IMPLICIT in {before, after}:
        return  # the note about the missing sections says it
    if before and not after:
        yield (
            f"until now everyone could reach everything ({before}); "
            "from now on nobody reaches what no other rule allows"
        )
    if after and not before:
        yield f"from now on everyone can reach everything ({after})"


def _open_rule(version: Version) -> str:
    """Return the place of the first rule that lets everyone reach everything without a condition, if any."""
    for rule, content in zip(version.access.rules, version.access.contents, strict=True):
        if _is_open(content):
            place = version.rule_place(rule)
            return IMPLICIT if rule is None else f"{place.label} {place.file}:{place.line}"
    return ""


def _is_open(content: Content) -> bool:
    if content.postures or content.via or _STAR not in map(str.strip, content.sources):
        return False
    return any(
        contains(rights, _EVERYTHING) and _STAR in map(str.strip, names) for rights, names in content.opened
    )
