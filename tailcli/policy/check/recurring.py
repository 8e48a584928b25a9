"""What recurs in the rules of a large policy is judged once."""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tailcli.hujson.nodes import String


def naming(lists: Sequence[tuple[String, ...]], wrong: Callable[[set[str]], set[str]]) -> set[int]:
    """Return the numbers of the lists that hold a wrong text; ``wrong`` picks those out of a set of texts."""
    texts = wrong(set(map(_value, chain.from_iterable(lists))))
    if not texts:
        return set()
    return {number for number, nodes in enumerate(lists) for node in nodes if node.value in texts}


_value = attrgetter("value")
