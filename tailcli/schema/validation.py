"""How a whole text fits the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.schema.validate import validate
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.hujson.nodes import SyntaxProblem
    from tailcli.policy.model import Policy
    from tailcli.schema.validate import Violation
    from tailcli.source.text import SourceText


class Validation(NamedTuple):
    """What the parser could not read of a text, and where the rest does not fit the schema."""

    source: SourceText
    syntax: tuple[SyntaxProblem, ...]
    violations: tuple[Violation, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing was found."""
        return not self.syntax and not self.violations


def validation(policy: Policy) -> Validation:
    """Check a policy; of a text with syntax errors what could be read is checked."""
    return Validation(policy.document.source, policy.document.problems, validate(policy))
