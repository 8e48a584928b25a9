"""Random policies made from the field tables, and random damage to them, as texts."""

from __future__ import annotations

import json
from typing import TypeAlias

from hypothesis import strategies as st

from tailcli.policy.fields import POLICY, Either, Field, ListOf, MapOf, Record, Scalar, Shape

# Objects are lists of pairs, so that a name can occur twice.
Tree: TypeAlias = "tuple[tuple[str, Tree], ...] | list[Tree] | str | int | float | bool | None"

_WORDS = st.sampled_from(
    ["a", "group:x", "tag:y", "*", "accept", "check", "always", "none", "src", "900", ""]
)
_SCALARS = {
    Scalar.STRING: _WORDS,
    Scalar.BOOLEAN: st.booleans(),
    Scalar.NUMBER: st.one_of(st.integers(-5, 5), st.sampled_from([0.5, 1e300])),
    Scalar.INTEGER: st.one_of(st.integers(-5, 5), st.sampled_from([2.0, 1e30])),
    Scalar.ANYTHING: st.sampled_from([None, True, 1, "x", [], [[None]], (), (("k", [1]),)]),
}


def policies() -> st.SearchStrategy[Tree]:
    """Policies whose structure is right (what the strings say is not)."""
    return _values(POLICY)


def damaged(tree: Tree) -> st.SearchStrategy[Tree]:
    """A tree with one random change somewhere: renamed, retyped, dropped, doubled, nulled."""
    inside = _places(tree)[1:]
    return st.sampled_from(inside or [()]).flatmap(lambda path: _changed(tree, path))


def text_of(tree: Tree) -> str:
    """Write a tree as JSON."""
    if isinstance(tree, tuple):
        return "{" + ", ".join(f"{json.dumps(key)}: {text_of(value)}" for key, value in tree) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(text_of, tree)) + "]"
    return json.dumps(tree)


def _values(shape: Shape) -> st.SearchStrategy[Tree]:
    if isinstance(shape, Scalar):
        return _SCALARS[shape]
    if isinstance(shape, ListOf):
        return st.lists(_values(shape.item), max_size=2)
    if isinstance(shape, Either):
        return st.one_of(_values(shape.array), _values(shape.record))
    if isinstance(shape, MapOf):
        keys = st.sampled_from(["900", "901", "-1"]) if shape.pattern else _WORDS
        return st.lists(st.tuples(keys, _values(shape.item)), max_size=2).map(tuple)
    return _records(shape)


def _records(record: Record) -> st.SearchStrategy[Tree]:
    """Objects with every required field, in one of its spellings, and some of the others."""
    always = [field for field in record.fields if field.required]
    others = [field for field in record.fields if not field.required and field.legacy_of is None]
    some = (
        st.lists(st.sampled_from(others), unique_by=lambda f: f.name, max_size=3) if others else st.just([])
    )
    return some.flatmap(lambda chosen: st.tuples(*(_members(record, field) for field in (*always, *chosen))))


def _members(record: Record, field: Field) -> st.SearchStrategy[tuple[str, Tree]]:
    names = st.sampled_from(record.spellings(field.name))
    cased = st.tuples(names, st.sampled_from([str, str, str.upper, str.lower])).map(
        lambda pair: pair[1](pair[0])
    )
    return st.tuples(cased, _values(field.shape))


def _places(tree: Tree) -> list[tuple[int, ...]]:
    parts: list[Tree] = []
    if isinstance(tree, tuple):
        parts = [value for _, value in tree]
    elif isinstance(tree, list):
        parts = tree
    return [(), *((at, *below) for at, part in enumerate(parts) for below in _places(part))]


def _changed(tree: Tree, path: tuple[int, ...]) -> st.SearchStrategy[Tree]:
    if not path:
        return st.one_of(_SCALARS[Scalar.ANYTHING], _WORDS, st.just([tree]), st.just((("src", tree),)))
    at, *rest = path
    if isinstance(tree, list):
        return _changed(tree[at], tuple(rest)).map(lambda part: [*tree[:at], part, *tree[at + 1 :]])
    assert isinstance(tree, tuple)
    key, value = tree[at]
    if rest:
        return _changed(value, tuple(rest)).map(lambda part: (*tree[:at], (key, part), *tree[at + 1 :]))
    return _members_changed(key, value).map(lambda members: (*tree[:at], *members, *tree[at + 1 :]))


def _members_changed(key: str, value: Tree) -> st.SearchStrategy[tuple[tuple[str, Tree], ...]]:
    names = st.sampled_from([key + "s", key[:-1], key.upper(), "users", "ports", "user", "allow", "src", "x"])
    other = _SCALARS[Scalar.ANYTHING]
    return st.one_of(
        st.just(()),
        names.map(lambda name: ((name, value),)),
        names.map(lambda name: ((key, value), (name, value))),
        other.map(lambda new: ((key, new),)),
        other.map(lambda new: ((key, value), (key, new))),
    )
