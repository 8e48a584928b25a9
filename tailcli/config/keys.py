"""Every key of a settings file: the one table that the reader and the JSON Schema are made from.

An option of the rules is a field of ``Options`` and nothing more: its key is the field's name with hyphens,
its shape follows from the annotation and its sentence is the one in the docstring.
"""

from __future__ import annotations

import re

from tailcli.config.settings import FileKind, Options
from tailcli.config.shapes import RULE_WORDS, TEXTS, Choice, Foreign, Key, ListOf, MapOf, Scalar, Shape, Table
from tailcli.config.tailnet import ROLES
from tailcli.findings.model import Persona, Severity

DIFF_FAIL_ON = ("any", "widened", "narrowed", "never")
FAIL_ON = ("error", "warning", "info", "never")

_SHAPES: dict[str, Shape] = {
    "int": Scalar.INTEGER,
    "bool": Scalar.BOOLEAN,
    "str": Scalar.TEXT,
    "str | None": Scalar.TEXT,
    "tuple[str, ...]": TEXTS,
    "tuple[str, ...] | None": TEXTS,
    "Mapping[str, tuple[str, ...]]": MapOf(Scalar.TEXT, TEXTS),
    "Mapping[str, str]": MapOf(Scalar.TEXT, Scalar.TEXT),
}
_ELSEWHERE = frozenset(("domains",))
"""Options that another table tells: ``[tailnet] domains``."""


def option_fields() -> tuple[str, ...]:
    """Return the fields of ``Options`` that the table ``[options]`` sets."""
    return tuple(field for field in Options._fields if field not in _ELSEWHERE)


def _options() -> Table:
    prose = _field_prose(Options.__doc__ or "")
    annotations = Options.__annotations__
    return Table(
        tuple(
            Key(field.replace("_", "-"), _SHAPES[str(annotations[field])], prose.get(field, ""))
            for field in option_fields()
        )
    )


def _field_prose(docstring: str) -> dict[str, str]:
    """Return the sentences of an ``Attributes:`` part by field."""
    _, _, part = docstring.partition("Attributes:")
    found = re.findall(r"^ {8}(\w+): (.*(?:\n {12}.*)*)", part, re.MULTILINE)
    return {field: _sentence(text) for field, text in found}


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    return words[:1].upper() + words[1:]


def _words(*enums: type[Persona | Severity | FileKind]) -> Choice:
    return Choice(tuple(str(member.value) for one in enums for member in one))


FILE = Table(
    (
        Key("kind", _words(FileKind), "What the files are: whole policies, fragments of one, or templates."),
        Key("ignore", RULE_WORDS, "Rules not to run on these files."),
    )
)
APP = MapOf(Scalar.CAPABILITY, ListOf(Foreign("parameters of a capability")), least=1)
GUARDRAIL = Table(
    (
        Key("name", Scalar.TEXT, "What reports call the guardrail."),
        Key("from", TEXTS, "Selectors of the sources."),
        Key("except", TEXTS, 'Selectors of sources that "from" does not mean.'),
        Key("to", TEXTS, "Selectors of the destinations."),
        Key(
            "ports",
            TEXTS,
            'Ports as in a grant\'s "ip" ("22", "tcp:443", "*"); all if nothing else is named.',
        ),
        Key(
            "ssh",
            ListOf(Scalar.TEXT, least=1),
            'Accounts as in the "users" of an SSH rule ("root"), or "*" for any.',
        ),
        Key("app", APP, "Parameters of application capabilities by their names, as in a grant."),
        Key("reason", Scalar.TEXT, "Why the guardrail exists; reports repeat it."),
    ),
    required=("from", "to"),
)
GUARD = Table(
    (
        Key("must-not-reach", ListOf(GUARDRAIL), "Access that no version of the policy may give."),
        Key("must-reach", ListOf(GUARDRAIL), "Access that every version of the policy has to give."),
    )
)
DIFF = Table(
    (
        Key("gates", ListOf(Scalar.GATES), 'Rules about a change that fail "tailcli diff", or "all".'),
        Key("fail-on", Choice(DIFF_FAIL_ON), 'Which difference fails "tailcli diff".'),
    )
)
TAILNET = Table((Key("domains", TEXTS, "The login domains of the organisation."),))
ROLE_TABLE = Table(tuple(Key(role, TEXTS, f"Logins of the users with the role {role}.") for role in ROLES))

ROOT = Table(
    (
        Key("select", RULE_WORDS, "Rules to run instead of those of the persona."),
        Key("extend-select", RULE_WORDS, "Rules to run besides those that run anyway."),
        Key("ignore", RULE_WORDS, "Rules not to run; this beats what selects them."),
        Key("severity", MapOf(Scalar.RULES, _words(Severity)), "Severities by code, name or family."),
        Key("persona", _words(Persona), "Whose rules run."),
        Key("fail-on", Choice(FAIL_ON), "The least severity that makes the exit code 1."),
        Key("baseline", Scalar.TEXT, "The baseline of known findings, by its path from this file's folder."),
        Key("files", MapOf(Scalar.TEXT, FILE), "Settings of files, by a glob from this file's folder."),
        Key("options", _options(), "What rules need to know."),
        Key("tailnet", TAILNET, "What the policy does not tell of the tailnet."),
        Key("groups", MapOf(Scalar.GROUP, TEXTS), "Members of synced groups, by the group's name."),
        Key("roles", ROLE_TABLE, "Logins of users by role."),
        Key("guard", GUARD, "Guardrails: access that must never, or must always, be given."),
        Key("diff", DIFF, "What fails a change of the policy."),
    )
)
