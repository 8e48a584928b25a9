"""The manual page of a rule, read from its module's docstring."""

from __future__ import annotations

import re
from importlib import import_module
from textwrap import dedent
from typing import TYPE_CHECKING

from tailcli.findings.model import Applicability
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.findings.rule import Rule

HEADINGS = ("What it does", "Why", "Example", "Fix", "Options", "References")
REQUIRED = frozenset(HEADINGS) - {"Options"}
LABELS = ("bad", "good", "fixed")
CHANGE_LABELS = ("before", "after", "good")
BESIDE_LABELS = ("settings", "announced")

_HEADING = re.compile(r"^(?P<title>[A-Z][A-Za-z ]*):$", re.MULTILINE)
_BLOCK = re.compile(
    r"^(?P<label>\w+):\n```(?:hujson|toml|text)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


class Example(NamedTuple):
    """A policy file, or a part of one, on a rule's page.

    ``label`` is ``bad``, ``good`` or ``fixed``. The page of a rule about a change shows what is ``before``,
    what ``after`` fires and what is ``good``. ``settings`` and ``announced`` go with all of them.
    """

    label: str
    text: str


class Page(NamedTuple):
    """A rule's manual page.

    Attributes:
        rule: the line of the registry.
        summary: one sentence.
        sections: text by heading, in the order of the page, without the common indentation.
    """

    rule: Rule
    summary: str
    sections: dict[str, str]

    @property
    def examples(self) -> tuple[Example, ...]:
        """The policy files on the page."""
        found = _BLOCK.finditer(self.sections.get("Example", ""))
        return tuple(Example(match["label"], match["text"]) for match in found)

    @property
    def fixes(self) -> tuple[Applicability, ...]:
        """What fixes of the rule can be, by the words of the page."""
        words = self.sections.get("Fix", "")
        if words.startswith("None"):
            return ()
        kinds = (Applicability.SAFE, Applicability.UNSAFE)
        return tuple(kind for kind in kinds if re.search(rf"\b{kind.value}\b", words, re.IGNORECASE))


def page(rule: Rule) -> Page:
    """Return the manual page of a rule."""
    docstring = import_module(rule.module).__doc__ or ""
    summary, *rest = _HEADING.split(docstring)
    bodies = {title: dedent(body).strip("\n") for title, body in zip(rest[::2], rest[1::2], strict=True)}
    return Page(rule, " ".join(summary.split()), bodies)
