"""What would tell facts about people that a policy does not hold: tables of the settings, a list of users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.match_facts import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.match_facts import MissingFact


def what_would(*, groups: bool = False, roles: bool = False, would: str = "would") -> str:
    """Return what would tell who is in synced groups, who has roles, or both; ``would`` is the verb."""
    if not roles:
        return f"[groups] in tailcli.toml {would}"
    if not groups:
        return f"[roles] in tailcli.toml {would}, or a list of users (--devices FILE)"
    return f"[groups] and [roles] in tailcli.toml {would}, or for roles a list of users (--devices FILE)"


def hint(missing: Iterable[MissingFact]) -> str | None:
    """Return what would tell those of the facts that the settings can tell; None where there are none."""
    facts = tuple(missing)
    groups = any(_is_about_synced_group(fact) for fact in facts)
    roles = any(fact.kind is FactKind.ROLE for fact in facts)
    return what_would(groups=groups, roles=roles, would="would tell") if groups or roles else None


def _is_about_synced_group(fact: MissingFact) -> bool:
    """Tell whether a fact is who is in a group of an identity provider: any other has to be in the policy."""
    return fact.kind is FactKind.GROUP or (fact.kind is FactKind.UNDEFINED_GROUP and "@" in fact.subject)
