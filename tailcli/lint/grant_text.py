"""The text of an ACL rule turned into the text of grants, in place: what is not said anew stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.edit import quote, rename_key, replace_value
from tailcli.hujson.nodes import Array
from tailcli.hujson.standard import after_blanks
from tailcli.policy.selectors import Wildcard, parse_selector
from tailcli.source.edits import TextEdit
from tailcli.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tailcli.hujson.nodes import Document, Member
    from tailcli.lint.grant_content import Opening, Target
    from tailcli.policy.model import AclRule


class RuleText:
    """The edits that turn one ACL rule into grants.

    The first opening takes the place of the rule and keeps its comments; the others follow it. A comment in
    the list of destinations goes where its destination goes.
    """

    def __init__(self, document: Document, rule: AclRule, members: str) -> None:
        """Edit ``rule``; ``members`` is how the file spells every member."""
        self._text = document.source.text
        self._ends = {comment.start: comment.end for comment in document.comments}
        self._rule = rule
        self._members = members
        by_key = {id(member.key): member for member in rule.node.members}
        self._field = {name: by_key[id(key)] for name, key in rule.keys.items() if id(key) in by_key}
        self._line_end = "\r\n" if "\r\n" in self._text else "\n"

    def edits(self, openings: Sequence[Opening]) -> list[TextEdit]:
        """Return the edits for all openings of the rule."""
        first = min(openings, key=lambda opening: opening.members_only)
        others = [opening for opening in openings if opening is not first]
        found = [*self._renamed(), *self._dropped(), *self._destinations(first, others), self._ip(first)]
        if first.members_only:
            found += [replace_value(s, quote(self._members)) for s in self._rule.src if _is_wildcard(s.value)]
        if others:
            place = self._rule.node.end
            found.append(TextEdit(Span(place, place), "".join(map(self._another, others))))
        return found

    def _renamed(self) -> Iterator[TextEdit]:
        for name, key in (("src", self._field["src"].key), ("dst", self._field["dst"].key)):
            if key.value != name:
                yield rename_key(key, name)

    def _dropped(self) -> Iterator[TextEdit]:
        """Take ``action`` and ``proto`` out; comments beside them stay."""
        kept = self._kept()
        for member in self._rule.node.members:
            if member in kept:
                continue
            comma = self._comma(member)
            at = self._comma(kept[-1])
            if comma is None and at is not None:
                yield TextEdit(Span(at, at + 1), "")
            end = member.value.end
            if comma is None or self._text[end:comma].strip():
                yield TextEdit(Span(member.key.start, end), "")
                yield from () if comma is None else (TextEdit(Span(comma, comma + 1), ""),)
            else:
                yield TextEdit(self._cut(member.key.start, comma + 1), "")

    def _kept(self) -> list[Member]:
        """Return the members that a grant has too."""
        gone = {id(self._field[name]) for name in ("action", "proto") if name in self._field}
        return [member for member in self._rule.node.members if id(member) not in gone]

    def _comma(self, member: Member) -> int | None:
        at = after_blanks(self._text, member.value.end, self._ends)
        return at if self._text.startswith(",", at) else None

    def _cut(self, start: int, end: int) -> Span:
        """Widen a place to its whole line where nothing else is on it, or over the blanks behind it."""
        line = self._text.rfind("\n", 0, start) + 1
        after = end
        while self._text.startswith((" ", "\t"), after):
            after += 1
        if not self._text[line:start].strip() and self._text.startswith(("\n", "\r\n"), after):
            return Span(line, self._text.index("\n", after) + 1)
        return Span(start, after)

    def _destinations(self, first: Opening, others: Sequence[Opening]) -> Iterator[TextEdit]:
        if not others:
            for target in first.targets:
                yield replace_value(target.node, quote(target.text))
            return
        yield TextEdit(self._field["dst"].value.span, self._list(first.targets))

    def _ip(self, opening: Opening) -> TextEdit:
        member = self._field["dst"]
        written = f'"ip": {_inline(opening.ip)}'
        indent = self._indent(member.key.start)
        comma = self._comma(member)
        if indent is None:
            return TextEdit(Span(member.value.end, member.value.end), f", {written}")
        if comma is None or member is self._kept()[-1]:
            return TextEdit(Span(member.value.end, member.value.end), f",{self._line_end}{indent}{written}")
        at = self._behind(comma + 1)
        return TextEdit(Span(at, at), f"{self._line_end}{indent}{written},")

    def _indent(self, at: int) -> str | None:
        """Return what stands before a place on its line, or None unless that is white space alone."""
        before = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        return None if before.strip() else before

    def _behind(self, at: int) -> int:
        """Return the place behind a comment on the same line, if there is one."""
        after = at
        while self._text.startswith((" ", "\t"), after):
            after += 1
        end = self._ends.get(after)
        return at if end is None or "\n" in self._text[after:end] else end

    def _another(self, opening: Opening) -> str:
        """Return a grant that follows the first one, laid out like the rule."""
        src = [s.value for s in self._rule.src]
        if opening.members_only:
            src = [self._members]
        fields = [f'"src": {_inline(src)}', f'"dst": {self._list(opening.targets)}']
        fields.append(f'"ip": {_inline(opening.ip)}')
        if self._rule.src_posture:
            fields.append(f'"srcPosture": {_inline([p.value for p in self._rule.src_posture])}')
        outer, inner = self._indent(self._rule.node.start), self._indent(self._field["dst"].key.start)
        if outer is None or inner is None:
            return f", {{{', '.join(fields)}}}"
        lines = "".join(f"{inner}{field},{self._line_end}" for field in fields)
        return f",{self._line_end}{outer}{{{self._line_end}{lines}{outer}}}"

    def _list(self, targets: Sequence[Target]) -> str:
        """Return a list of destinations with the comments that stand beside them."""
        notes = [self._notes(target) for target in targets]
        if not any(above or behind for above, behind in notes):
            return _inline([target.text for target in targets])
        indent = self._indent(self._field["dst"].key.start) or ""
        lines = ["["]
        for target, (above, behind) in zip(targets, notes, strict=True):
            lines += [f"{indent}  {comment}" for comment in above]
            lines.append(f"{indent}  {' '.join((quote(target.text) + ',', *behind[:1]))}")
            lines += [f"{indent}  {comment}" for comment in behind[1:]]
        return self._line_end.join((*lines, f"{indent}]"))

    def _notes(self, target: Target) -> tuple[list[str], list[str]]:
        """Return the comments above a destination, and those behind it (of the last one: all that follow)."""
        array = self._field["dst"].value
        if not isinstance(array, Array):
            return [], []
        index = next(i for i, node in enumerate(array.elements) if node is target.node)
        start = array.elements[index - 1].end if index else array.start + 1
        last = index + 1 == len(array.elements)
        end = array.end if last else array.elements[index + 1].start
        before = self._comments(start, target.node.start)
        if index:
            line = self._text.find("\n", start)
            before = [(at, text) for at, text in before if at > line]
        after = self._comments(target.node.end, end)
        if not last:
            line = self._text.find("\n", target.node.end)
            after = [(at, text) for at, text in after if at < line]
        return [text for _, text in before], [text for _, text in after]

    def _comments(self, start: int, end: int) -> list[tuple[int, str]]:
        return [(at, self._text[at:to]) for at, to in self._ends.items() if start <= at < end]


def _inline(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quote, texts))}]"


def _is_wildcard(text: str) -> bool:
    return isinstance(parse_selector(text), Wildcard)
