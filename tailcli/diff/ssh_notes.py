"""What stands in SSH rules without naming anybody there, so that no row comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.content import is_self
from tailcli.access.vocabulary import is_account
from tailcli.diff.ssh_pairing import has_same_words
from tailcli.policy.selectors import (
    Address,
    Autogroup,
    IpSetName,
    Name,
    ServiceName,
    Wildcard,
    parse_selector,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tailcli.access.atoms import AtomSet
    from tailcli.diff.sides import Sides, Version
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import SshRule

_MOST = 5
_EVERYTHING = Wildcard(), Autogroup("danger-all")
"""What names everybody elsewhere, and nobody as a source or a destination of an SSH rule."""
_NO_IDENTITIES = Wildcard, Address, Name, IpSetName, ServiceName, Autogroup
"""What never, or not always, tells of people or tags; who is in a group is told by the groups."""


def ssh_notes(sides: Sides) -> Iterator[str]:
    """Yield a note on each word of an SSH rule that came, went or changed which names nobody there."""
    views = ("OLD", sides.old, sides.new, sides.ssh_became), ("NEW", sides.new, sides.old, sides.ssh_was)
    for name, version, other, partners in views:
        found: dict[str, int] = {}
        for number, rule in enumerate(version.policy.ssh):
            partner = partners.get(number)
            if partner is None or not has_same_words(rule, other.policy.ssh[partner]):
                for text, said in _idle_words(rule, version):
                    found.setdefault(said, version.place(text.span, "").line)
        notes = [f"{name} line {line}: {words}" for words, line in found.items()]
        yield from notes[:_MOST]
        if len(notes) > _MOST:
            yield f"{name} has {len(notes) - _MOST} more such words in SSH rules"


def _idle_words(rule: SshRule, version: Version) -> Iterator[tuple[String, str]]:
    resolver, policy = version.access.resolver, version.policy
    names = [*(host.name for host in policy.hosts), *(ipset.name for ipset in policy.ipsets)]
    known = {name.value.strip() for name in names}
    for text in rule.src:
        if _is_idle(text, resolver.sources, known):
            yield text, f'"{text.value.strip()}" as the source of an SSH rule names nobody'
    for text in rule.dst:
        if not is_self(text.value) and _is_idle(text, resolver.destinations, known):
            yield text, f'"{text.value.strip()}" as the destination of an SSH rule names no device'
    for text in rule.users:
        if not is_account(text.value):
            yield text, f'"{text.value.strip()}" in users of an SSH rule is no account'


def _is_idle(text: String, meant: Callable[[Iterable[str]], AtomSet], known: set[str]) -> bool:
    selector = parse_selector(text.value)
    if isinstance(selector, Name | IpSetName) and selector.name not in known:
        return False  # another note tells that nothing defines it
    return selector in _EVERYTHING or (isinstance(selector, _NO_IDENTITIES) and not meant((text.value,)).both)
