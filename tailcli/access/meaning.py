"""Whether rules that say the same also mean the same in two versions of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.selectors import Address, Autogroup, GroupName, IpSetName, Name, TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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

    __slots__ = ("_altered", "_destinations", "_is_one", "_postures", "_sources")

    def __init__(self, one: Resolver, other: Resolver) -> None:
        self._is_one = one is other

        def is_same(text: str) -> bool:
            return is_alike(parse_selector(text), one.definitions, other.definitions)

        self._sources = _Same(one.sources, other.sources, is_same)
        self._destinations = _Same(one.destinations, other.destinations, is_same)
        self._postures = _Same(one.postures, other.postures, lambda _: False)
        self._altered: dict[int, tuple[Sequence[Content], frozenset[int]]] = {}

    def altered(self, said: Sequence[Content]) -> frozenset[int]:
        """Return the numbers of the rules that give something else in the other version, said the same."""
        if self._is_one:
            return frozenset()
        known = self._altered.get(id(said))
        if known is None:  # the contents are kept too, so that no others can come to their place in memory
            known = self._altered[id(said)] = (said, frozenset(self._search(said)))
        return known[1]

    def _search(self, said: Sequence[Content]) -> Iterator[int]:
        for number, content in enumerate(said):
            sources, _, destinations, _, postures, _ = content
            is_same = self._sources[sources] and self._destinations[destinations] and not postures
            if not (is_same and len(content.opened) <= 1) and not self.is_same(content):
                yield number

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

    def __init__(
        self,
        one: Callable[[Texts], object],
        other: Callable[[Texts], object],
        is_same: Callable[[str], bool],
    ) -> None:
        """``is_same`` tells at once of a word that both surely answer the same about it."""
        super().__init__()
        self._ask = one, other
        self._is_same = is_same

    def __missing__(self, texts: Texts) -> bool:
        one, other = self._ask
        found = self[texts] = all(map(self._is_same, texts)) or one(texts) == other(texts)
        return found
