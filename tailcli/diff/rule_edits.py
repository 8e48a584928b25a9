"""Edits of rules: what was added to a rule and what was taken from it, each as one cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ranges import EMPTY, Ranges, subtract, union, union_all
from tailcli.access.wording import permission_words, traffic_words
from tailcli.diff.definition_edits import listed
from tailcli.diff.model import Cause
from tailcli.diff.sides import rule_label
from tailcli.policy.model import AclRule, Grant, SshRule
from tailcli.policy.selectors import parse_selector
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tailcli.access.content import AccessRule, Content
    from tailcli.diff.model import Place
    from tailcli.diff.sides import Sides, Version
    from tailcli.diff.ssh_pairing import SshContent
    from tailcli.hujson.nodes import String

ALLOW_ALL_ENDED = "acls or grants were added: what no rule allows is denied now"
ALLOW_ALL_BEGAN = "neither acls nor grants any more: everything is allowed"


class Difference(NamedTuple):
    """What a rule says more and less than before, in words; ``other`` is neither more nor less."""

    more: tuple[str, ...]
    less: tuple[str, ...]
    other: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.more or self.less or self.other)

    @property
    def verb(self) -> str:
        """What was done to the rule."""
        if self.other or (self.more and self.less):
            return "changed"
        return "widened" if self.more else "narrowed"

    @property
    def words(self) -> str:
        """All of it, briefly."""
        return listed(
            [*(f"+ {text}" for text in self.more), *(f"- {text}" for text in self.less), *self.other]
        )


_NO_DIFFERENCE = Difference((), ())


def whole_rule(rule: AccessRule | SshRule | None, version: Version, *, is_new: bool) -> Cause:
    """Return the cause that is a rule which stands in one version alone."""
    place = version.rule_place(rule)
    text = f"{rule_label(rule)} {'added' if is_new else 'removed'}"
    return Cause(text, None if is_new else place, place if is_new else None)


def allow_all(sides: Sides, *, is_new: bool) -> Cause:
    """Return the cause that is the allow-all which begins or ends: the sections that went, or came."""
    implied, other = (sides.new, sides.old) if is_new else (sides.old, sides.new)
    keys = (section.key for section in other.policy.sections if section.name in _SECTIONS)
    place = next((other.place(key.span, key.value) for key in keys), None)
    if place is None:
        place, is_new = implied.rule_place(None), not is_new
    text = ALLOW_ALL_BEGAN if implied is sides.new else ALLOW_ALL_ENDED
    return Cause(text, place if is_new else None, None if is_new else place)


_SECTIONS = ("acls", "grants")


def changed_rule(
    old: AccessRule | SshRule, new: AccessRule | SshRule, difference: Difference, sides: Sides
) -> Cause:
    """Return the cause that is a rule which says something else now, at the words that changed."""
    before, after = list(_strings(old)), list(_strings(new))
    dropped = _only(before, after)
    added = _only(after, before)
    return Cause(
        f"{_label(old, new)} {difference.verb}: {difference.words}",
        _place(old, dropped, sides.old),
        _place(new, added, sides.new),
    )


def _label(old: AccessRule | SshRule, new: AccessRule | SshRule) -> str:
    """Return how the new version counts the rule; where the old one counts it otherwise, that too."""
    before, after = rule_label(old), rule_label(new)
    return after if before == after else f"{after} (was {before})"


def _only(strings: Iterable[String], others: Iterable[String]) -> list[String]:
    known = {string.value for string in others}
    return [string for string in strings if string.value not in known]


def _place(rule: AccessRule | SshRule, strings: Sequence[String], version: Version) -> Place:
    if not strings:
        return version.rule_place(rule)
    return version.place(strings[0].span, rule_label(rule))


def _strings(rule: AccessRule | SshRule) -> Iterator[String]:
    yield from (*rule.src, *rule.dst, *rule.src_posture)
    match rule:
        case Grant():
            yield from (*rule.ip, *rule.via, *(capability.name for capability in rule.app))
        case AclRule():
            yield from (text for text in (rule.proto,) if text is not None)
        case SshRule():
            yield from rule.users
            yield from (text for text in (rule.action, rule.check_period) if text is not None)


def access_difference(old: Content, new: Content) -> Difference:
    """Return what one access rule says more and less than another, leaving aside how it is written."""
    if old == new:  # of thousands of rules all but a few
        return _NO_DIFFERENCE
    more = [*_texts(old.sources, new.sources, "src"), *_texts(old.destinations, new.destinations, "dst")]
    less = [*_texts(new.sources, old.sources, "src"), *_texts(new.destinations, old.destinations, "dst")]
    opened, closed = _traffic(old, new), _traffic(new, old)
    more += [*traffic_words(opened), *_permissions(old, new)]
    less += [*traffic_words(closed), *_permissions(new, old)]
    other = [*_change("srcPosture", old.postures, new.postures), *_change("via", old.via, new.via)]
    return Difference(tuple(more), tuple(less), tuple(other))


def _texts(old: Iterable[str], new: Iterable[str], field: str) -> list[str]:
    known = {parse_selector(text) for text in old}
    return [f"{field} {text.strip()}" for text in dict.fromkeys(new) if parse_selector(text) not in known]


def _change(field: str, old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    if {text.strip() for text in old} == {text.strip() for text in new}:
        return []
    return [f"{field} {', '.join(old) or 'none'} became {', '.join(new) or 'none'}"]


def _traffic(old: Content, new: Content) -> Ranges:
    """Return the traffic that the new content opens, and the old one does not, on destinations of both."""
    before, after = _by_destination(old), _by_destination(new)
    kept = [name for name in after if name in before] or [*after]
    everything = union_all(before.values())
    return union_all(subtract(after[name], before.get(name, everything)) for name in kept)


def _by_destination(content: Content) -> dict[str, Ranges]:
    found: dict[str, Ranges] = {}
    for rights, names in content.opened:
        for name in names:
            found[name.strip()] = union(found.get(name.strip(), EMPTY), rights)
    return found


def _permissions(old: Content, new: Content) -> list[str]:
    return [
        permission_words(permission) for permission in new.permissions if permission not in old.permissions
    ]


def ssh_difference(old: SshContent, new: SshContent) -> Difference:
    """Return what one SSH rule says more and less than another."""
    if old == new:
        return _NO_DIFFERENCE
    fields = (
        (old.sources, new.sources, "src"),
        (old.destinations, new.destinations, "dst"),
        (old.users, new.users, "users"),
    )
    more = [text for before, after, field in fields for text in _texts(sorted(before), sorted(after), field)]
    less = [text for before, after, field in fields for text in _texts(sorted(after), sorted(before), field)]
    other = _change("srcPosture", tuple(sorted(old.postures)), tuple(sorted(new.postures)))
    if old.terms != new.terms:
        other.append(f"{old.terms_words} became {new.terms_words}")
    return Difference(tuple(more), tuple(less), tuple(other))
