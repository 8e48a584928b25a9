"""Whether rules that say the same also mean the same in two versions of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.selectors import Address, Autogroup, GroupName, IpSetName, Name, TagName

if TYPE_CHECKING:
    from collections.abc import Callable

    from tailcli.access.content import Content
    from tailcli.access.definitions import Definitions
    from tailcli.access.resolve import Resolver
    from tailcli.policy.selectors import Selector

    Texts = tuple[str, ...]


def is_alike(selector: Selector, one: Definitions, other: Definitions) -> bool:
    """Tell whether a selector stands for the same by the definitions of two versions of one universe."""
    match selector:
        case GroupName(name):
            return one.groups.get(name) == other.groups.get(name)
        case TagName(name):
            return (name in one.tags) == (name in other.tags)
        case IpSetName(name):
            return one.ipset(name) == other.ipset(name)
        case Name(name):
            return one.host(name) == other.host(name)
        case Address():
            return one.host(selector.text) == other.host(selector.text)
        case Autogroup():
            return one.roles == other.roles
        case _:
            return True


class Meanings:
    """What words stand for in two versions of one universe, held against each other. Answers are kept."""

    __slots__ = ("_destinations", "_is_one", "_postures", "_sources")

    def __init__(self, one: Resolver, other: Resolver) -> None:
        self._is_one = one is other
        self._sources = _Same(one.sources, other.sources)
        self._destinations = _Same(one.destinations, other.destinations)
        self._postures = _Same(one.postures, other.postures)

    def is_same(self, content: Content) -> bool:
        """Tell whether a rule with this content gives the same in both versions.

        What is open on other ports than the rest is asked for by itself: one may hold what another one loses.
        """
        if self._is_one:
            return True
        sources, opened, destinations, _, postures, _ = content
        if not (self._sources[sources] and self._destinations[destinations]):
            return False
        for _, texts in opened:
            if texts is not destinations and not self._destinations[texts]:
                return False
        return not postures or self._postures[postures]


class _Same(dict["Texts", bool]):
    """Whether two versions answer the same about words: asked once for each list of words."""

    def __init__(self, one: Callable[[Texts], object], other: Callable[[Texts], object]) -> None:
        super().__init__()
        self._ask = one, other

    def __missing__(self, texts: Texts) -> bool:
        one, other = self._ask
        found = self[texts] = one(texts) == other(texts)
        return found
