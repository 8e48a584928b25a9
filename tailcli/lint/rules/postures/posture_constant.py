"""A posture can be met by no device, or asks for nothing.

What it does:
    Reports postures with assertions that exclude each other (two operating systems, a version above and
    below), postures without assertions, and assertions that every device meets (`node:os IS SET`).

Why:
    All assertions of a posture have to hold at once. Where that is impossible, the rules that need the
    posture give nothing; alternatives are several postures in `srcPosture`. Where it is always so, the
    posture protects nothing.

Example:
    bad:
    ```hujson
    {"postures": {"posture:desktop": ["node:os == 'macos'", "node:os == 'windows'"]}}
    ```
    bad:
    ```hujson
    {"postures": {"posture:any": ["node:os IS SET"]}}
    ```
    good:
    ```hujson
    {"postures": {"posture:desktop": ["node:os IN ['macos', 'windows']"]}}
    ```

Fix:
    None.

References:
    - https://tailscale.com/kb/1288/device-posture
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.posture_logic import assertions, contradiction, vacuous
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.lint.context import Context
    from tailcli.policy.model import Posture


def check(context: Context) -> Iterator[Report]:
    """Report postures whose outcome is known before any device is asked."""
    for posture in context.policy.postures:
        yield from _constant(posture)


def _constant(posture: Posture) -> Iterator[Report]:
    located = assertions(posture)
    name = quote(posture.name.value.strip())
    if located is None:
        return
    if not located:
        yield Report(posture.name.span, f"posture {name} has no assertions: it asks for nothing")
        return
    against = contradiction(located)
    if against:
        attribute = against[0][1].attribute
        yield Report(
            against[-1][0].span,
            f"no device can meet posture {name}: its assertions about {attribute} exclude each other",
            hint="alternatives are written as IN ['a', 'b'], or as several postures in srcPosture",
            labels=tuple(Label(node.span, "together with this") for node, _ in against[:-1]),
        )
        return
    for node, assertion in vacuous(located):
        yield Report(
            node.span,
            f"every device meets this assertion of posture {name}: {assertion.attribute} is always so",
            hint="ask for a value, or remove the assertion",
        )
