"""The largest change there is, in one sentence: everyone reached everything, or will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import contains
from tailcli.access.rights_words import few
from tailcli.access.traffic import traffic
from tailcli.policy.ports import ANY_PORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule, Content
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
        yield f"until now everyone could reach everything ({before}); from now on {_remaining(sides)}"
    if after and not before:
        yield f"from now on everyone can reach everything ({after})"


def _remaining(sides: Sides) -> str:
    """Say who still reaches everything by one rule, on any device; where nobody does, what is left."""
    new = sides.new
    found = [(n, who) for n, content in enumerate(new.access.contents) if (who := _reaching(content, new))]
    if found:
        names = dict.fromkeys(name for _, who in found for name in who)
        places = [_place(new.access.rules[number], new) for number, _ in found]
        return f"only {few(list(names))} {'does' if len(names) == 1 else 'do'} ({few(places)})"
    kept = sides.kept[0]
    was = next(
        n for n, content in enumerate(sides.old.access.contents) if n not in kept and _is_open(content)
    )
    if was not in sides.became:
        return "nobody reaches what no other rule allows"
    became = _place(new.access.rules[sides.became[was]], new)
    return f"nobody reaches what neither that rule ({became}) nor another one allows"


def _reaching(content: Content, version: Version) -> list[str]:
    """Return the sources of a rule that opens everything to them, but for those that name nobody."""
    if not _opens_everything(content):
        return []
    sources = map(str.strip, content.sources)
    return [text for text in sources if not version.access.resolver.source(text).is_empty]


def _place(rule: AccessRule | None, version: Version) -> str:
    place = version.rule_place(rule)
    return f"{place.label} {place.file}:{place.line}"


def _open_rule(version: Version, kept: frozenset[int]) -> str:
    """Return the place of the first rule not kept that opens everything to everyone, if there is one."""
    for number, content in enumerate(version.access.contents):
        if number not in kept and _is_open(content):
            rule = version.access.rules[number]
            return IMPLICIT if rule is None else _place(rule, version)
    return ""


def _is_open(content: Content) -> bool:
    return _STAR in map(str.strip, content.sources) and _opens_everything(content)


def _opens_everything(content: Content) -> bool:
    """Tell whether a rule opens everything to whomever it names, on whatever device."""
    if content.postures or content.via:
        return False
    return any(
        contains(rights, _EVERYTHING) and _STAR in map(str.strip, names) for rights, names in content.opened
    )
