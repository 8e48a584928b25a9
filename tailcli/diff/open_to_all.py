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
    before, after = _open_rule(sides.old, sides.kept[0]), _open_rule(sides.new, sides.kept[1])
    if bool(before) == bool(after) or IMPLICIT in {before, after}:
        return  # of missing sections the note about them tells
    if any(_is_open(sides.old.access.contents[number]) for number in sides.kept[0]):
        return
    if before and not after:
        yield (
            f"until now everyone could reach everything ({before}); "
            "from now on nobody reaches what no other rule allows"
        )
    if after and not before:
        yield f"from now on everyone can reach everything ({after})"


def _open_rule(version: Version, kept: frozenset[int]) -> str:
    """Return the place of the first rule not kept that opens everything to everyone, if there is one."""
    for number, content in enumerate(version.access.contents):
        if number not in kept and _is_open(content):
            rule = version.access.rules[number]
            place = version.rule_place(rule)
            return IMPLICIT if rule is None else f"{place.label} {place.file}:{place.line}"
    return ""


def _is_open(content: Content) -> bool:
    if content.postures or content.via or _STAR not in map(str.strip, content.sources):
        return False
    return any(
        contains(rights, _EVERYTHING) and _STAR in map(str.strip, names) for rights, names in content.opened
    )
