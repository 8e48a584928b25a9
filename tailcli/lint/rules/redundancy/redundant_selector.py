"""A list names somebody or something that its other entries name already.

What it does:
    Reports entries of `src` and `dst` of grants and ACL rules, and of `src` of SSH rules, that the other
    entries of the same list cover: a person who is in a group of the list, a host inside a network of the
    list, anything beside `*`, an entry that is written twice. A person beside `autogroup:member` is not
    reported, since guests are no members.

Why:
    Whoever removes the entry, or takes the person out of the group, takes no access away.

Example:
    bad:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com", "bob@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:dev", "alice@example.com"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```
    fixed:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com", "bob@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:dev"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```
    good:
    ```hujson
    {
      "groups": {"group:dev": ["alice@example.com", "bob@example.com"]},
      "tagOwners": {"tag:web": []},
      "grants": [{"src": ["group:dev", "carol@example.com"], "dst": ["tag:web"], "ip": ["443"]}],
    }
    ```

Fix:
    Safe: removes the entry, with its comments. Unsafe where the rule holds something that is reported as
    wrong, and for a group that is covered by the members of today.

References:
    - https://tailscale.com/kb/1324/grants
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import is_self
from tailcli.findings.model import Applicability, Label, Report
from tailcli.lint.access_rules import has_problem, numbered_rules
from tailcli.lint.guests import members_only, named_people
from tailcli.lint.lists import Meant, spare
from tailcli.lint.membership import covered_by_members
from tailcli.lint.removal import removal
from tailcli.policy.faults import quote
from tailcli.policy.model import AclRule, Grant
from tailcli.policy.ports import Destination, parse_destination

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.access.content import AccessRule
    from tailcli.hujson.nodes import String
    from tailcli.lint.context import Context
    from tailcli.lint.lists import Spare
    from tailcli.policy.model import SshRule


def check(context: Context) -> Iterator[Report]:
    """Report entries that the others of their list cover."""
    for _, rule in numbered_rules(context):
        yield from _of_rule(context, rule, "src", _sources(context, rule.src))
        if isinstance(rule, Grant):
            yield from _of_rule(context, rule, "dst", _destinations(context, rule.dst, rule.src))
        else:
            for same_ports in _by_ports(rule):
                yield from _of_rule(context, rule, "dst", _acl_destinations(context, same_ports, rule.src))
    for ssh in context.policy.ssh:
        yield from _of_rule(context, ssh, "src", _sources(context, ssh.src))


def _sources(context: Context, strings: tuple[String, ...]) -> list[Meant]:
    """Return what sources stand for; who is named beside every member may be a guest, and is left out."""
    if len(strings) == 1:
        return []
    guests = named_people(strings) if members_only(strings) else ()
    return [Meant(node, context.access.resolver.source(node.value)) for node in strings if node not in guests]


def _destinations(context: Context, strings: tuple[String, ...], src: tuple[String, ...]) -> list[Meant]:
    if len(strings) == 1:
        return []
    people = _people(context, src)
    return [_meant(context, node, node.value, people) for node in strings]


def _acl_destinations(
    context: Context, hosts: list[tuple[String, str]], src: tuple[String, ...]
) -> list[Meant]:
    people = _people(context, src)
    return [_meant(context, node, text, people) for node, text in hosts]


def _people(context: Context, src: tuple[String, ...]) -> int:
    sources = context.access.resolver.sources(node.value for node in src)
    return sources.both & context.access.universe.members


def _meant(context: Context, node: String, text: str, people: int) -> Meant:
    """Return what a destination stands for: who reaches a class of people reaches their own devices too."""
    atoms = context.access.resolver.destination(text)
    return Meant(node, atoms, people if is_self(text) else people & atoms.both)


def _by_ports(rule: AclRule) -> list[list[tuple[String, str]]]:
    """Gather the destinations of an ACL rule that have the same ports."""
    if len(rule.dst) == 1:
        return []
    found: dict[object, list[tuple[String, str]]] = {}
    for node in rule.dst:
        parsed = parse_destination(node.value)
        if isinstance(parsed, Destination):
            found.setdefault(parsed.ports, []).append((node, parsed.host))
    return list(found.values())


def _of_rule(
    context: Context, rule: AccessRule | SshRule, field: str, items: list[Meant]
) -> Iterator[Report]:
    applicability = Applicability.SAFE
    for found in spare(items):
        if has_problem(context, rule.node.span):
            applicability = Applicability.UNSAFE
        yield _report(context, rule, field, found, applicability)


def _report(
    context: Context, rule: AccessRule | SshRule, field: str, found: Spare, applicability: Applicability
) -> Report:
    text = quote(found.node.value)
    rests_on_members = found.by is not None and covered_by_members((found.node,), (found.by,)) is not None
    if rests_on_members:
        applicability = Applicability.UNSAFE
    if found.by is None:
        message, note = f"the other entries together cover {text}", ""
    elif found.by.value.strip() == found.node.value.strip():
        message, note = f"{text} is written twice", "it is here already"
    else:
        today = ", with the members that it has" if rests_on_members else ""
        message, note = f"{quote(found.by.value)} covers {text} already{today}", "this covers it"
    labels = () if found.by is None else (Label(found.by.span, note),)
    key = rule.keys.get(field)
    value = None if key is None else next((m.value for m in rule.node.members if m.key is key), None)
    fix = removal(context, value, found.node.start, f"Remove {text}", applicability)
    return Report(found.node.span, message, hint="remove it", labels=labels, fix=fix)
