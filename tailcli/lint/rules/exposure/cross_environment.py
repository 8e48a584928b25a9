"""A rule leads from one environment to another.

What it does:
    Reports grants, ACL rules and SSH rules by which devices of one of the configured environments may reach
    those of another. Without the setting nothing is reported, nor where the policy allows everything.

Why:
    Environments are kept apart so that a mistake or an intruder in one does no harm in the other.

Example:
    bad:
    ```hujson
    {
      "tagOwners": {"tag:dev": [], "tag:prod": []},
      "grants": [{"src": ["tag:dev"], "dst": ["tag:prod"], "ip": ["tcp:5432"]}],
    }
    ```
    good:
    ```hujson
    {
      "tagOwners": {"tag:dev": [], "tag:prod": []},
      "grants": [
        {"src": ["tag:dev"], "dst": ["tag:dev"], "ip": ["tcp:5432"]},
        {"src": ["tag:prod"], "dst": ["tag:prod"], "ip": ["tcp:5432"]},
      ],
    }
    ```

Fix:
    None: remove the access, or the tag from its environment.

Options:
    `environments`: the tags of each environment, such as `{dev = ["tag:dev"], prod = ["tag:prod"]}`.

References:
    - https://tailscale.com/kb/1068/tags
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.findings.model import Label, Report
from tailcli.lint.access_rules import numbered_rules
from tailcli.lint.destinations import selector_text
from tailcli.lint.openness import everything_is_open
from tailcli.policy.faults import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.atoms import AtomSet
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context

    _Named = list[tuple[String, AtomSet]]


def check(context: Context) -> Iterator[Report]:
    """Report what leads from one environment to another, once for each rule and pair."""
    environments = _environments(context)
    if len(environments) <= 1 or context.once(everything_is_open):
        return
    resolver = context.access.resolver
    for _, rule in numbered_rules(context):
        sources = [(node, resolver.source(node.value)) for node in rule.src]
        targets = [(node, selector_text(rule, node) or "") for node in rule.dst]
        yield from _pairs(environments, sources, [(n, resolver.destination(text)) for n, text in targets])
    for ssh in context.policy.ssh:
        sources = [(node, resolver.source(node.value)) for node in ssh.src]
        yield from _pairs(environments, sources, [(n, resolver.destination(n.value)) for n in ssh.dst])


def _environments(context: Context) -> dict[str, int]:
    """Return the devices of each environment that the file has tags of."""
    people = context.access.resolver.people
    found = dict.fromkeys(context.options.environments, 0)
    for name, tags in context.options.environments.items():
        for tag in tags:
            found[name] |= people(tag)
    return {name: devices for name, devices in found.items() if devices}


def _pairs(environments: dict[str, int], sources: _Named, targets: _Named) -> Iterator[Report]:
    for one, mine in environments.items():
        source = _first(sources, mine)
        for other, theirs in environments.items():
            target = _first(targets, theirs & ~mine)
            if source is not None and target is not None and one != other:
                message = f"{quote(source.value)} leads from environment {quote(one)} to {quote(other)}"
                hint = "keep the environments apart, or take the tag out of one of them"
                yield Report(target.span, message, hint=hint, labels=(Label(source.span, "from here"),))


def _first(named: _Named, devices: int) -> String | None:
    return next((node for node, atoms in named if (atoms.both | atoms.v4 | atoms.v6) & devices), None)
