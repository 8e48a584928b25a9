"""``acls`` rewritten as ``grants`` that give exactly the same, every comment kept, equality proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tailcli.access.compile import compile_together
from tailcli.access.definitions import Definitions
from tailcli.compare.subtract import difference
from tailcli.hujson.edit import remove, rename_key
from tailcli.hujson.nodes import Array
from tailcli.lint.grant_content import Obstacle, openings
from tailcli.lint.grant_text import RuleText
from tailcli.policy.autogroups import LEGACY_MEMBERS
from tailcli.policy.load import load
from tailcli.source.edits import TextEdit, apply_edits
from tailcli.source.text import SourceText, Span
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.access.compile import Access
    from tailcli.policy.model import AclRule, Policy, Section


class Conversion(NamedTuple):
    """The edits that turn ``acls`` into ``grants``, and how many grants come of how many rules."""

    edits: tuple[TextEdit, ...]
    rules: int
    grants: int


class NotConvertible(NamedTuple):
    """Why the section cannot be converted as it is; ``rule`` is the one in the way, if it is a single one."""

    rule: AclRule | None
    reason: str


Outcome: TypeAlias = Conversion | NotConvertible


def convert(policy: Policy) -> Outcome:
    """Return the edits that turn all ACL rules of a policy into equal grants, or why there are none.

    That both texts give the same access is proved before anything is returned, and no comment is lost. A
    policy in which the checks find something wrong about ``acls`` is not converted: what it should mean is
    not known.
    """
    section = _section(policy, "acls")
    if section is None or not isinstance(section.value, Array):
        return NotConvertible(None, 'there are no rules in "acls"')
    if len(policy.acls or ()) != len(section.value.elements):
        return NotConvertible(None, 'not everything in "acls" is a rule')
    inner = _rule_edits(policy)
    if isinstance(inner, NotConvertible):
        return inner
    edits, grants = inner
    edits = sorted(_placed(policy, section, section.value, edits), key=lambda edit: edit.span)
    if not _is_proved(policy, edits):
        return NotConvertible(None, "equality could not be proved")
    return Conversion(tuple(edits), len(policy.acls or ()), grants)


def _section(policy: Policy, name: str) -> Section | None:
    return next((section for section in policy.sections if section.name == name), None)


def _rule_edits(policy: Policy) -> tuple[list[TextEdit], int] | NotConvertible:
    names = Definitions(policy)
    members = LEGACY_MEMBERS if f'"{LEGACY_MEMBERS}"' in policy.document.source.text else "autogroup:member"
    edits: list[TextEdit] = []
    grants = 0
    for rule in policy.acls or ():
        found = openings(rule, names)
        if isinstance(found, Obstacle):
            return NotConvertible(rule, found.message)
        grants += len(found)
        edits += RuleText(policy.document, rule, members).edits(found)
    return edits, grants


def _placed(policy: Policy, section: Section, array: Array, edits: list[TextEdit]) -> list[TextEdit]:
    """Return the edits with which the rules end up in ``grants``: renamed, or moved behind what is there."""
    grants = _section(policy, "grants")
    if grants is None or not isinstance(grants.value, Array):
        return [*edits, rename_key(section.key, "grants")]
    text = policy.document.source.text
    shifted = (_moved(edit, -array.start - 1) for edit in edits)
    inner = apply_edits(text[array.start + 1 : array.end - 1], shifted)
    removed = _removed(policy, section)
    comments = [c for c in policy.document.comments if any(_within(c.span, cut.span) for cut in removed)]
    indent = _indent(text, grants.value)
    lead = "".join(f"\n{indent}{c.text}" for c in comments if not _within(c.span, array.span))
    if lead and not inner.lstrip(" \t").startswith(("\n", "\r\n")):
        inner = f"\n{indent}{inner.lstrip()}"
    return [*removed, *_appended(policy, grants.value, lead + inner)]


def _indent(text: str, array: Array) -> str:
    """Return what stands before the elements of an array on their lines."""
    if not array.elements:
        return "    "
    start = array.elements[-1].start
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return before[: len(before) - len(before.lstrip())]


def _moved(edit: TextEdit, by: int) -> TextEdit:
    return TextEdit(Span(edit.span.start + by, edit.span.end + by), edit.replacement)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _removed(policy: Policy, section: Section) -> list[TextEdit]:
    root = policy.document.root
    if root is None or policy.root is None:
        return []
    index = next(i for i, member in enumerate(policy.root.members) if member.key.start == section.key.start)
    return remove(policy.document, policy.root, index)


def _appended(policy: Policy, grants: Array, inner: str) -> list[TextEdit]:
    """Return the edits that write the text of elements behind the last one of ``grants``."""
    text = policy.document.source.text
    edits: list[TextEdit] = []
    close = grants.end - 1
    place = close - (len(text[:close]) - len(text[:close].rstrip()))
    comment_ends = {comment.end for comment in policy.document.comments}
    lead = "\n" if place in comment_ends and not inner.startswith(("\n", "\r\n")) else ""
    if grants.elements:
        last = grants.elements[-1].end
        if "," not in _without_comments(policy, last, close):
            edits.append(TextEdit(Span(last, last), ","))
        if not inner.startswith((" ", "\n", "\r\n")):
            lead = lead or " "
    tail = "" if "\n" in text[place:close] else "\n"
    edits.append(TextEdit(Span(place, place), lead + inner.rstrip() + tail))
    return edits


def _without_comments(policy: Policy, start: int, end: int) -> str:
    text = policy.document.source.text[start:end]
    for comment in reversed(policy.document.comments):
        if start <= comment.start < end:
            text = text[: comment.start - start] + text[comment.end - start :]
    return text


def _is_proved(policy: Policy, edits: list[TextEdit]) -> bool:
    """Tell whether the edited text can be read, holds all comments and no ACL rule, and gives the same."""
    source = policy.document.source
    after = load(SourceText(source.name, apply_edits(source.text, edits)))
    if after.document.problems or after.acls or not _keeps_comments(policy, after):
        return False
    old, new = compile_together([policy, after])
    return _is_within(old, new) and _is_within(new, old)


def _is_within(one: Access, other: Access) -> bool:
    singles = one.universe.singles
    lanes = ((one.network, other.network), (one.application, other.application))
    return not any(difference(mine, theirs, singles) for mine, theirs in lanes)


def _keeps_comments(before: Policy, after: Policy) -> bool:
    return _texts(before) == _texts(after)


def _texts(policy: Policy) -> list[str]:
    return sorted(comment.text for comment in policy.document.comments)
