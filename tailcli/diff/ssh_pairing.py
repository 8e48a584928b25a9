"""What an SSH rule says, apart from how it is written, so that the rules of two versions can be paired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.access.ssh import ssh_terms
from tailcli.access.wording import terms_words
from tailcli.source.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.access.ssh import Terms
    from tailcli.hujson.nodes import String
    from tailcli.policy.model import SshRule


class SshContent(NamedTuple):
    """The content of one SSH rule; ``postures`` are its own only. The order in its lists means nothing."""

    sources: frozenset[str]
    destinations: frozenset[str]
    users: frozenset[str]
    postures: frozenset[str]
    terms: Terms | None

    @property
    def terms_words(self) -> str:
        """How it lets somebody in, in words."""
        return "nothing" if self.terms is None else terms_words(self.terms)

    @property
    def said(self) -> frozenset[tuple[str, object]]:
        """All that it says as one set, to be held against another."""
        fields = (("src", self.sources), ("dst", self.destinations), ("users", self.users))
        return frozenset([("terms", self.terms), *((name, text) for name, texts in fields for text in texts)])

    def differs_in_one_list(self, other: SshContent) -> bool:
        """Tell whether another content is the same but for one of its lists, however much of that changed."""
        fields = ("sources", "destinations", "users")
        same = sum(getattr(self, field) == getattr(other, field) for field in fields)
        return same == len(fields) - 1 and (self.postures, self.terms) == (other.postures, other.terms)


def ssh_content(rule: SshRule) -> SshContent:
    """Return what an SSH rule says."""
    return SshContent(
        _texts(rule.src), _texts(rule.dst), _texts(rule.users), _texts(rule.src_posture), ssh_terms(rule)
    )


def has_same_words(old: SshRule, new: SshRule) -> bool:
    """Tell whether two SSH rules have the same words in the same order: then they surely say the same."""
    return _words(old) == _words(new)


def _words(rule: SshRule) -> tuple[object, ...]:
    lists = rule.src, rule.dst, rule.users, rule.accept_env, rule.src_posture, rule.recorder
    return (
        rule.action and rule.action.value,
        rule.check_period and rule.check_period.value,
        rule.enforce_recorder,
        [strings and [string.value for string in strings] for strings in lists],
    )


def _texts(strings: Iterable[String]) -> frozenset[str]:
    return frozenset({string.value.strip() for string in strings})
