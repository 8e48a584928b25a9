"""A capability has parameters that its application does not understand, so it gives less than it says.

What it does:
    Looks at the parameters of the capabilities of Tailscale's own applications (secrets, drive, golink,
    webui, proxy-to-grafana, tailsql): unknown actions and values, empty lists, a string or another value
    where a list is expected, missing fields, and an empty list of parameters.

Why:
    The control plane does not look into parameters. The mistake shows only when somebody is denied, or is let
    in with the weakest rights.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:secrets": [], "tag:app": []},
      "grants": [
        {
          "src": ["tag:app"],
          "dst": ["tag:secrets"],
          "app": {"tailscale.com/cap/secrets": [{"action": ["read"], "secret": "app/*"}]},
        },
      ],
    }
    ```
    fixed:
    ```hujson
    {
      "tagOwners": {"tag:secrets": [], "tag:app": []},
      "grants": [
        {
          "src": ["tag:app"],
          "dst": ["tag:secrets"],
          "app": {"tailscale.com/cap/secrets": [{"action": ["read"], "secret": ["app/*"]}]},
        },
      ],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:secrets": [], "tag:app": []},
      "grants": [
        {
          "src": ["tag:app"],
          "dst": ["tag:secrets"],
          "app": {"tailscale.com/cap/secrets": [{"action": ["get", "info"], "secret": ["app/*"]}]},
        },
      ],
    }
    ```

Fix:
    Unsafe: makes a list of a string, and corrects a value where one is near enough.

References:
    - https://tailscale.com/kb/1537/grants-app-capabilities
    - https://github.com/tailscale/setec
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.permissions import (
    DRIVE,
    DRIVE_ACCESS,
    GOLINK,
    GRAFANA,
    GRAFANA_ROLES,
    SECRET_ACTIONS,
    SECRETS,
    TAILSQL,
    WEBUI,
)
from tailcli.findings.model import Applicability, Fix, Report
from tailcli.hujson.edit import quote as json_quote
from tailcli.hujson.edit import replace_value
from tailcli.hujson.nodes import Array, Boolean, Object, String
from tailcli.lint.granted import granted, parameter_objects
from tailcli.policy.faults import quote
from tailcli.policy.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.hujson.nodes import Value
    from tailcli.lint.context import Context
    from tailcli.lint.granted import Granted

ANY: tuple[str, ...] = ()
"""Whatever string is fine."""
EDITABLE = ("*", "account", "exitnodes", "ssh", "subnets")

# What each list may hold, and what each single string may be.
LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    SECRETS: {"action": SECRET_ACTIONS, "secret": ANY},
    DRIVE: {"shares": ANY},
    WEBUI: {"canEdit": EDITABLE},
    TAILSQL: {"dataSrc": ANY},
}
STRINGS: dict[str, dict[str, tuple[str, ...]]] = {
    DRIVE: {"access": DRIVE_ACCESS},
    GRAFANA: {"role": GRAFANA_ROLES},
}
FLAGS = {GOLINK: ("admin",)}
NEEDED = {
    SECRETS: ("action", "secret"),
    DRIVE: ("shares",),
    WEBUI: ("canEdit",),
    GRAFANA: ("role",),
    GOLINK: ("admin",),
}


def check(context: Context) -> Iterator[Report]:
    """Report parameters of known capabilities that have no effect as they are written."""
    for one in granted(context):
        if one.name in NEEDED or one.name in LISTS:
            yield from _of_capability(one)


def _of_capability(one: Granted) -> Iterator[Report]:
    objects = parameter_objects(one.capability)
    needed = NEEDED.get(one.name, ())
    if not objects and needed and one.capability.parameters is not None:
        message = f"{quote(one.name)} gives nothing without parameters"
        yield Report(one.capability.node.span, message, hint=f"it needs {_and(needed)}")
    for parameters in objects:
        yield from _of_object(one, parameters)


def _of_object(one: Granted, parameters: Object) -> Iterator[Report]:
    present = {member.key.value.lower() for member in parameters.members}
    for field in NEEDED.get(one.name, ()):
        if field.lower() not in present:
            message = f"{quote(field)} is missing: these parameters give nothing"
            yield Report(parameters.span, message, hint=f"{quote(one.name)} needs {_and(NEEDED[one.name])}")
    lists = _folded(LISTS.get(one.name, {}))
    strings = _folded(STRINGS.get(one.name, {}))
    flags = [name.lower() for name in FLAGS.get(one.name, ())]
    for member in parameters.members:
        name = member.key.value.lower()
        if name in lists:
            yield from _of_list(member.key, member.value, lists[name])
        elif name in strings:
            yield from _of_string(member.value, strings[name])
        elif name in flags and not isinstance(member.value, Boolean):
            yield Report(member.value.span, f"{quote(member.key.value)} is not true or false")


def _folded(fields: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name.lower(): allowed for name, allowed in fields.items()}


def _of_list(key: String, value: Value, allowed: tuple[str, ...]) -> Iterator[Report]:
    if isinstance(value, String):
        edit = replace_value(value, f"[{json_quote(value.value)}]")
        fix = Fix(f"Make a list of {quote(value.value)}", (edit,), Applicability.UNSAFE)
        message = f"{quote(key.value)} is a string where a list is expected"
        yield Report(value.span, message, hint="write it in brackets", fix=fix)
    elif not isinstance(value, Array):
        yield Report(value.span, f"{quote(key.value)} is not a list of strings")
    elif not value.elements:
        yield Report(value.span, f"{quote(key.value)} is empty: these parameters give nothing")
    else:
        for element in value.elements:
            yield from _of_string(element, allowed)


def _of_string(value: Value, allowed: tuple[str, ...]) -> Iterator[Report]:
    if not isinstance(value, String):
        yield Report(value.span, "this is not a string")
        return
    if not allowed or value.value in allowed or (allowed is EDITABLE and value.value.lower() in allowed):
        return
    lowered = value.value.lower()
    near = lowered if lowered in allowed else closest(lowered, allowed)
    hint = f"possible are {_and(allowed)}"
    message = f"{quote(value.value)} means nothing to the application"
    if near is None:
        yield Report(value.span, message, hint=hint)
        return
    fix = Fix(f"Write {quote(near)}", (replace_value(value, json_quote(near)),), Applicability.UNSAFE)
    yield Report(value.span, message, hint=hint, fix=fix)


def _and(names: tuple[str, ...]) -> str:
    quoted = [quote(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
