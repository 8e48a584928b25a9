"""Settings files: what they say, where their mistakes are, and that the schema agrees with the reader."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import jsonschema
import pytest

from tailcli.access.permissions import Permission
from tailcli.config.assembly import assemble
from tailcli.config.errors import ConfigError
from tailcli.config.guardrails import Guardrail, Guardrails
from tailcli.config.keys import ROOT, option_fields
from tailcli.config.places import line_of
from tailcli.config.reading import (
    PYPROJECT_TABLE,
    is_override,
    merged,
    read_configuration,
    read_overrides,
)
from tailcli.config.schema import build_text
from tailcli.config.settings import DEFAULTS, FileKind, Options
from tailcli.config.shapes import Key, ListOf, MapOf, Shape, Table
from tailcli.findings.model import Persona, Severity

if TYPE_CHECKING:
    from tailcli.config.configuration import Configuration

Json: TypeAlias = dict[str, object]
GUARD = '[[guard.must-reach]]\nfrom = ["*"]\nto = ["*"]\n'
SECRETS = '"tailscale.com/cap/secrets"'

WHOLE = """\
select = ["TP0", "undefined-group"]
extend-select = ["exposure"]
ignore = ["TP014"]
persona = "auditor"
fail-on = "error"

[severity]
TP0 = "warning"
duplicate-key = "info"

[files."parts/*.hujson"]
kind = "fragment"
ignore = ["key-case"]

[files."*.tmpl.hujson"]
kind = "template"

[options]
sensitive-tags = ["tag:vault"]
broad-ipv4-prefix = 12
environments = { prod = ["tag:prod"], dev = ["tag:dev"] }

[tailnet]
domains = ["example.com"]

[groups]
"group:staff@example.com" = ["alice@example.com"]

[roles]
admin = ["alice@example.com"]

[[guard.must-not-reach]]
name = "nobody but operators in production"
from = ["group:dev"]
to = ["tag:prod"]
ports = ["22"]
reason = "the audit of last year"

[[guard.must-not-reach]]
from = ["autogroup:shared"]
to = ["*"]

[[guard.must-reach]]
from = ["group:ops"]
to = ["tag:prod"]
"""
SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "config.schema.json").read_text("utf-8"))


def read(text: str, table: tuple[str, ...] = (), overrides: Json | None = None) -> Configuration:
    found = read_configuration(text, table=table, overrides=overrides)
    assert found is not None
    return found


def error(text: str, table: tuple[str, ...] = ()) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read_configuration(text, table=table)
    return caught.value


def test_everything_that_a_file_can_say() -> None:
    found = read(WHOLE)
    settings = found.settings
    assert settings.select == ("TP0", "undefined-group")
    assert settings.extend_select == ("exposure",)
    assert settings.persona is Persona.AUDITOR
    assert found.fail_on == "error"
    assert settings.severities["TP001"] is Severity.WARNING
    assert settings.severities["TP010"] is Severity.INFO
    assert "TP101" not in settings.severities
    assert settings.options == Options(
        domains=("example.com",),
        sensitive_tags=("tag:vault",),
        broad_ipv4_prefix=12,
        environments={"prod": ("tag:prod",), "dev": ("tag:dev",)},
    )
    assert found.inventory is not None
    assert found.inventory.groups == {"group:staff@example.com": ("alice@example.com",)}
    assert found.guardrails == Guardrails(
        must_not_reach=(
            Guardrail(
                "nobody but operators in production",
                ("group:dev",),
                ("tag:prod",),
                ("22",),
                "the audit of last year",
                32,
            ),
            Guardrail("must-not-reach[1]", ("autogroup:shared",), ("*",), line=39, is_named=False),
        ),
        must_reach=(Guardrail("must-reach[0]", ("group:ops",), ("tag:prod",), line=43, is_named=False),),
    )


def test_an_empty_file_says_nothing() -> None:
    assert read("").settings == DEFAULTS
    assert read("").inventory is None


@pytest.mark.parametrize(
    ("path", "kind", "ignore"),
    [
        ("policy.hujson", FileKind.WHOLE, ("TP014",)),
        ("parts/a.hujson", FileKind.FRAGMENT, ("TP014", "key-case")),
        ("parts/deeper/a.hujson", FileKind.WHOLE, ("TP014",)),
        ("deep/down/a.tmpl.hujson", FileKind.TEMPLATE, ("TP014",)),
        ("parts/a.tmpl.hujson", FileKind.TEMPLATE, ("TP014", "key-case")),
    ],
)
def test_settings_of_a_file(path: str, kind: FileKind, ignore: tuple[str, ...]) -> None:
    found = read(WHOLE).for_file(path)
    assert (found.kind, found.ignore) == (kind, ignore)


def test_a_table_of_another_file() -> None:
    assert read_configuration("[tool.ruff]\n", table=PYPROJECT_TABLE) is None
    assert read('[tool.tailcli]\nignore = ["TP0"]', table=PYPROJECT_TABLE).settings.ignore == ("TP0",)
    wrong = error('[tool.tailcli]\n\nignored = ["TP0"]', table=PYPROJECT_TABLE)
    assert (wrong.line, wrong.path, wrong.suggestion) == (3, ("ignored",), "ignore")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('\npersna = "auditor"', 2, "persna: unknown key; did you mean 'persona'?"),
        ('fail_on = "error"', 1, "fail_on: unknown key; did you mean 'fail-on'?"),
        ('zzz = "error"', 1, "zzz: unknown key; known are select, "),
        (
            'persona = "auditr"',
            1,
            "persona: expected one of default, pedantic, auditor, found 'auditr'; did you",
        ),
        ("persona = 3", 1, "persona: expected one of default, pedantic, auditor, found a number"),
        ('ignore = "TP0"', 1, "ignore: expected a list of rules, found a string"),
        (
            'ignore = [\n  "TP0",\n  "key-cases",\n]',
            3,
            "ignore[1]: no rule is called 'key-cases'; did you mean",
        ),
        ('\n[severity]\nTP0 = "eror"', 3, "severity.TP0: expected one of info, warning, error, found 'eror'"),
        ('[severity]\nundefined-groups = "error"', 2, "severity.undefined-groups: no rule is called"),
        (
            "[options]\nbroad-ipv4-prefix = true",
            2,
            "options.broad-ipv4-prefix: expected a number, found a bool",
        ),
        ("[options]\nbroad-ipv4-prefx = 1", 2, "unknown key; did you mean 'broad-ipv4-prefix'?"),
        ('[files."a*"]\nkinds = "whole"', 2, "files.a*.kinds: unknown key; did you mean 'kind'?"),
        ('[files."a*"]\nkind = "hole"', 2, "found 'hole'; did you mean 'whole'?"),
        ('[tailnet]\ndomain = ["example.com"]', 2, "tailnet.domain: unknown key; did you mean 'domains'?"),
        ('[groups]\n"staff" = []', 2, "did you mean 'group:staff'?"),
        ("[roles]\nadmn = []", 2, "roles.admn: unknown key; did you mean 'admin'?"),
        ('[[guard.must-reach]]\nfrom = ["*"]', 1, 'guard.must-reach[0]: "to" is missing'),
        (
            '[[guard.must-reach]]\nfrom = ["*"]\nto = ["*"]\n[[guard.must-reach]]\nto = [3]',
            5,
            "guard.must-reach[1].to[0]: expected a string, found a number",
        ),
        (f"{GUARD}ssh = []", 4, "guard.must-reach[0].ssh: names nothing"),
        (f"{GUARD}shs = ['root']", 4, "guard.must-reach[0].shs: unknown key; did you mean 'ssh'?"),
        (f"{GUARD}app = {{}}", 4, "guard.must-reach[0].app: names nothing"),
        (
            f'{GUARD}app = {{ "tailscale.com/cap/secret" = [] }}',
            4,
            "did you mean 'tailscale.com/cap/secrets'?",
        ),
        (f'{GUARD}app = {{ "secrets" = [] }}', 4, "does not have the form domain/path"),
        (f"{GUARD}app = {{ {SECRETS} = [3] }}", 4, "expected a table, found a number"),
        (f"{GUARD}app = {{ {SECRETS} = [{{ x = 1979-05-27 }}] }}", 4, "expected a value that JSON has"),
        (
            f'{GUARD}app = {{ {SECRETS} = [{{ action = ["gte"], secret = ["*"] }}] }}',
            4,
            f"guard.must-reach[0].app.{SECRETS[1:-1]}[0].action: expected get, info, put",
        ),
        (f'{GUARD}app = {{ {SECRETS} = [{{ action = ["gte"] }}] }}', 4, "found 'gte'; did you mean 'get'?"),
        (f'{GUARD}app = {{ {SECRETS} = [{{ action = ["get"] }}] }}', 4, "permits nothing, as far as"),
        (
            f'{GUARD}[guard.must-reach.app]\n{SECRETS} = [\n  {{ action = ["get"] }}]',
            5,
            "permits nothing, as far as",
        ),
        ('ignore = ["TP0"', 1, "not valid TOML"),
        ("a = 1\nb = = 2", 2, "not valid TOML: Invalid value"),
    ],
)
def test_a_mistake_is_named_at_its_line(text: str, line: int, message: str) -> None:
    wrong = error(text)
    assert wrong.line == line
    assert message in str(wrong)


def test_of_what_a_guardrail_speaks() -> None:
    def rail(text: str) -> Guardrail:
        return read(f"{GUARD}{text}").guardrails.must_reach[0]

    assert rail("").ports == ("*",)
    login = rail('ssh = ["root"]')
    assert (login.ports, login.logins, login.permissions) == ((), ("root",), ())
    both = rail(f'ports = ["22"]\napp = {{ {SECRETS} = [{{ action = ["get", "put"], secret = ["a"] }}] }}')
    name = SECRETS[1:-1]
    assert (both.ports, both.logins) == (("22",), ())
    assert both.permissions == (Permission(name, "get", "a"), Permission(name, "put", "a"))
    for said in ("[]", "[{}]"):
        assert rail(f"app = {{ {SECRETS} = {said} }}").permissions == (Permission(name),)
    other = rail('app = { "example.com/cap/a" = [{ b = [1], a = true }] }').permissions
    assert other == (Permission("example.com/cap/a", "", '{"a":true,"b":[1]}'),)


def test_lines_of_keys() -> None:
    text = 'a = 1\n[b."c.d"]\ne.f = 2\n[[g]]\n[g.h]\nx = 1\n[[g]]\n  [g.h]\n  x = 2\n'
    paths = {
        ("a",): 1,
        ("b", "c.d"): 2,
        ("b", "c.d", "e", "f"): 3,
        ("g", 0, "h", "x"): 6,
        ("g", 1, "h", "x"): 9,
    }
    assert {path: line_of(text, path) for path in paths} == paths
    assert line_of(text, ("b", "c.d", "e", "f", "deeper")) == 3
    assert line_of(text, ("unknown",)) == 1


@pytest.mark.parametrize(
    ("argument", "parsed"),
    [
        ("persona=auditor", {"persona": "auditor"}),
        ('persona="auditor"', {"persona": "auditor"}),
        ("ignore=TP0,key-case", {"ignore": ["TP0", "key-case"]}),
        ('ignore = ["TP0"]', {"ignore": ["TP0"]}),
        ("options.broad-ipv4-prefix=8", {"options": {"broad-ipv4-prefix": 8}}),
        ('files."*.json".kind=template', {"files": {"*.json": {"kind": "template"}}}),
        ("options.sensitive-tags=tag:a", {"options": {"sensitive-tags": ["tag:a"]}}),
    ],
)
def test_a_setting_as_an_argument(argument: str, parsed: object) -> None:
    assert is_override(argument)
    assert read_overrides([argument]) == parsed


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("persna=auditor", "persna: unknown key; did you mean 'persona'?"),
        ("persona=auditr", "did you mean 'auditor'?"),
        ("persona=[", "persona: not valid TOML"),
        ("ignore=TP0,key-cases", "no rule is called 'key-cases'"),
        ("options.broad-ipv4-prefix=wide", "expected a number, found a string"),
    ],
)
def test_a_wrong_setting_as_an_argument(argument: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_overrides([argument])
    assert message in str(caught.value)


def test_what_is_above_beats_what_is_below() -> None:
    assert merged({"a": {"b": 1, "c": [1]}, "d": 1}, {"a": {"c": [2]}, "e": 2}) == {
        "a": {"b": 1, "c": [2]},
        "d": 1,
        "e": 2,
    }
    found = read(WHOLE, overrides=read_overrides(["ignore=TP3", "options.broad-ipv4-prefix=9"]))
    assert found.settings.ignore == ("TP3",)
    assert found.settings.options.broad_ipv4_prefix == 9
    assert found.settings.options.sensitive_tags == ("tag:vault",)


# The schema


def test_the_schema_is_up_to_date() -> None:
    text = (Path(__file__).parents[2] / "schemas" / "config.schema.json").read_text("utf-8")
    assert text == build_text(), "run scripts/build_config_schema.py"
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def every_key(table: Table) -> list[Key]:
    def below(shape: Shape) -> list[Key]:
        if isinstance(shape, Table):
            return every_key(shape)
        return (
            below(shape.element if isinstance(shape, ListOf) else shape.value)
            if isinstance(shape, ListOf | MapOf)
            else []
        )

    return [one for key in table.keys for one in (key, *below(key.shape))]


def test_every_key_is_explained() -> None:
    assert [key.name for key in every_key(ROOT) if not key.summary.endswith(".")] == []
    options = ROOT.find("options")
    assert options is not None
    assert isinstance(options.shape, Table)
    assert len(options.shape.keys) == len(option_fields()) == len(Options._fields) - 1


SPOKEN_OF: tuple[object, ...] = (
    [],
    ["root"],
    {},
    {"example.com/cap/a": []},
    {"a": []},
    {"example.com/a": [{"a": 1}]},
)
VALUES: tuple[object, ...] = (
    *("", " ", "auditor", "error", "fragment", "TP0", "group:a", 3, True, 1.5, None, [], ["TP0"], [""], [1]),
    *({}, {"TP0": "error"}, {"group:a": ["x"]}, {"x": ["y"]}, {"x": {"kind": "whole"}}, {"x": {}}, [{}]),
    *(
        {"must-reach": [{"from": ["a"], "to": ["b"], key: value}]}
        for key in ("ssh", "app", "ports")
        for value in SPOKEN_OF
    ),
    *({"a b": "error"}, {"domains": []}, {"admin": ["a"]}, {"must-reach": [{"from": ["a"], "to": ["b"]}]}),
    *(
        {"must-reach": [{"from": ["a"]}]},
        {"must-reach": {}},
        {"broad-ipv4-prefix": 3},
        {"sensitive-tags": "x"},
    ),
)


@pytest.mark.parametrize("key", [*(key.name for key in ROOT.keys), "unknown"])
def test_the_schema_takes_what_the_reader_takes(key: str) -> None:
    validator = jsonschema.Draft7Validator(SCHEMA)
    for value in VALUES:
        assert validator.is_valid({key: value}) == is_taken({key: value}), value


def is_taken(parsed: dict[str, object]) -> bool:
    try:
        assemble(parsed)
    except ConfigError:
        return False
    return True


def test_the_schema_takes_a_whole_file() -> None:
    jsonschema.validate(tomllib.loads(WHOLE), SCHEMA)
