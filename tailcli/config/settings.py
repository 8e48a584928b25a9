"""The settings as a value. Whoever reads them from a file makes one of these."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tailcli.config.guardrails import Guardrails
from tailcli.findings.model import Persona
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.findings.model import Severity


class FileKind(Enum):
    """What a file is: a whole policy, a part that others complete, or a template with ``${...}`` in it.

    Rules about names, sections and access run for a WHOLE file only, or for a TEMPLATE in which nothing is
    left to fill in. What a string with ``${`` in it will be nobody knows: no rule says anything of it.
    """

    WHOLE = "whole"
    FRAGMENT = "fragment"
    TEMPLATE = "template"


class Options(NamedTuple):
    """What some rules need to know. A rule reads these as ``context.options``; its page lists which.

    Attributes:
        domains: the login domains of the organisation; None where not told.
        sensitive_tags: tags (whole names) whose devices deserve more care.
        sensitive_words: words that make a tag sensitive when its name holds them between hyphens.
        environments: tags by environment, for rules about access from one to another.
        broad_ipv4_prefix: an IPv4 network with a shorter prefix is broad.
        broad_ipv6_prefix: an IPv6 network with a shorter prefix is broad.
        break_glass: destinations with one port each (``tag:router:22``) by who must always reach them.
    """

    domains: tuple[str, ...] | None = None
    sensitive_tags: tuple[str, ...] = ()
    sensitive_words: tuple[str, ...] = ("prod", "production", "db", "database", "vault", "secrets", "pci")
    environments: Mapping[str, tuple[str, ...]] = {}
    broad_ipv4_prefix: int = 16
    broad_ipv6_prefix: int = 48
    break_glass: Mapping[str, tuple[str, ...]] = {}


class Settings(NamedTuple):
    """The user's settings for one file.

    Attributes:
        select: what to run, each a code (``TP101``), the beginning of one (``TP1``), a name or a family's
            word; empty means all rules of ``persona``. A rule that is named runs whatever its persona.
        extend_select: what to run besides, in the same words.
        ignore: what not to run, in the same words; it beats ``select``.
        severities: severities by code.
        persona: the widest persona whose rules run.
        kind: what sort of file it is.
        options: what some rules need to know.
        suppressions: whether comments in the file can silence findings.
        guardrails: access that must never, or must always, be given.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = {}
    persona: Persona = Persona.DEFAULT
    kind: FileKind = FileKind.WHOLE
    options: Options = Options()
    suppressions: bool = True
    guardrails: Guardrails = Guardrails()


DEFAULTS = Settings()
