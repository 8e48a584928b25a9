"""Groups that another covers by the members that they happen to have today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.selectors import Address, Autogroup, GroupName, Wildcard, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tailcli.hujson.nodes import String


def covered_by_members(sources: Iterable[String], covered_by: Iterable[String]) -> String | None:
    """Return a group among the sources that the others cover by its members alone, if there is one.

    It is covered whoever its members are by itself, by ``*``, an autogroup or addresses.
    """
    others = [parse_selector(node.value) for node in covered_by]
    if any(isinstance(other, Wildcard | Autogroup | Address) for other in others):
        return None
    groups = ((node, parse_selector(node.value)) for node in sources)
    return next((node for node, s in groups if isinstance(s, GroupName) and s not in others), None)
