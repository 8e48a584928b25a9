"""What the registry says of a rule, and the families that rules belong to."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.findings.model import Persona
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from tailcli.findings.model import Severity
    from tailcli.policy.problems import Kind


class Stage(Enum):
    """What a rule needs to have before it; where that is missing, the rule is skipped and the output says so.

    VALUES: a value or an object by itself: still runs after a syntax error and in a fragment. REFERENCES: the
    names of the file and their uses. SECTIONS: whole sections. ACCESS: who may reach what. CHANGE: an earlier
    version of the file. INVENTORY: a list of devices or users. FINDINGS: what the other rules found.
    """

    VALUES = "values"
    REFERENCES = "references"
    SECTIONS = "sections"
    ACCESS = "access"
    CHANGE = "change"
    INVENTORY = "inventory"
    FINDINGS = "findings"


class Family(NamedTuple):
    """A hundred of codes: its digit, the folder of its rules, its title."""

    digit: str
    folder: str
    title: str


FAMILIES: tuple[Family, ...] = (
    Family("0", "syntax", "Syntax and schema"),
    Family("1", "references", "References"),
    Family("2", "exposure", "Exposure"),
    Family("3", "redundancy", "Redundancy"),
    Family("4", "tags", "Tags and ownership"),
    Family("5", "ssh", "SSH"),
    Family("6", "routes", "Routes and approvers"),
    Family("7", "postures", "Postures and node attributes"),
    Family("8", "policytest", "Tests"),
    Family("9", "style", "Style and suppressions"),
)


class Rule(NamedTuple):
    """One line of the registry.

    Attributes:
        code: ``TPnnn``; the first digit is the family.
        name: lower case, words joined by hyphens; the module is named after it.
        severity: the default severity.
        stage: what the rule needs before it can run.
        persona: who wants it; only DEFAULT rules run without being asked for.
        kinds: the kinds of problems that the rule turns into findings. Its module is imported only where
            there is such a problem. A rule without kinds decides by itself (``check`` in its module).
        sections: canonical section names; the rule runs only where the file has at least one of them.
        words: texts in lower case; the rule runs only where the file holds at least one of them, in any case.
        option: the name of an option without which the rule has nothing to say.
    """

    code: str
    name: str
    severity: Severity
    stage: Stage
    persona: Persona = Persona.DEFAULT
    kinds: tuple[Kind, ...] = ()
    sections: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    option: str | None = None

    @property
    def family(self) -> Family:
        """The family that the code belongs to."""
        return FAMILIES[int(self.code[2])]

    @property
    def module(self) -> str:
        """The name of the module that holds the rule and its manual page."""
        return f"tailcli.lint.rules.{self.family.folder}.{self.name.replace('-', '_')}"
