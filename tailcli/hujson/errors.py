"""The exception of the verbs that need a text without problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.hujson.parse import parse_text

if TYPE_CHECKING:
    from tailcli.hujson.nodes import Document, SyntaxProblem, Value


class HujsonError(ValueError):
    """A text is not HuJSON; ``problems`` says where and why."""

    def __init__(self, problems: tuple[SyntaxProblem, ...]) -> None:
        super().__init__(problems[0].message if problems else "The text is not HuJSON.")
        self.problems = problems


def parsed(text: str) -> tuple[Document, Value]:
    """Return the document of a text and its root.

    Raises:
        HujsonError: if the text has problems.
    """
    document = parse_text(text)
    if document.problems or document.root is None:
        raise HujsonError(document.problems)
    return document, document.root
