"""Circles in who owns whom among tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.policy.selectors import TagName, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tailcli.policy.model import TagDefinition


def tag_cycles(definitions: Iterable[TagDefinition]) -> Iterator[tuple[str, ...]]:
    """Yield the sets of tags that own each other, in the order of the file.

    A tag alone is yielded where its only owner is the tag itself.
    """
    owners = {tag.name.value.strip(): [node.value.strip() for node in tag.owners] for tag in definitions}
    graph = {
        tag: [name for name in names if _is_tag(name) and name in owners] for tag, names in owners.items()
    }
    components = _components(graph)
    for tag in graph:
        component = components[tag]
        if component[0] == tag and (len(component) > 1 or set(owners[tag]) == {tag}):
            yield component


def _is_tag(text: str) -> bool:
    return isinstance(parse_selector(text), TagName)


def _components(graph: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return for each node the nodes that it reaches and that reach it, in the order of the graph."""
    backwards: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            backwards[target].append(node)
    order = {node: at for at, node in enumerate(graph)}
    found: dict[str, tuple[str, ...]] = {}
    for node in reversed(_finished(graph)):
        if node not in found:
            together = _reached(node, backwards, found)
            component = tuple(sorted(together, key=order.__getitem__))
            found.update(dict.fromkeys(together, component))
    return found


def _finished(graph: dict[str, list[str]]) -> list[str]:
    """Return the nodes in the order in which a depth-first search leaves them."""
    done: list[str] = []
    seen: set[str] = set()
    for root, below in graph.items():
        pending = [(root, iter(below))] if root not in seen else []
        seen.add(root)
        while pending:
            node, targets = pending[-1]
            following = next((target for target in targets if target not in seen), None)
            if following is None:
                done.append(node)
                pending.pop()
            else:
                seen.add(following)
                pending.append((following, iter(graph[following])))
    return done


def _reached(start: str, graph: dict[str, list[str]], taken: dict[str, tuple[str, ...]]) -> list[str]:
    found = {start: None}
    pending = [start]
    for node in pending:
        for target in graph[node]:
            if target not in found and target not in taken:
                found[target] = None
                pending.append(target)
    return pending
