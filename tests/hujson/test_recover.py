"""One mistake gives one problem, and the rest of the tree is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tailcli.hujson import Array, Member, Object, parse_text
from tailcli.hujson.plain import to_python

GOLDEN = Path(__file__).parent / "golden" / "problems.txt"
SHOWCASE = '{"ACLs": [{"action": "accept", "src": ["tag:monitoring"], "dest": ["tag:derp:9100"]},'

# Each text holds one mistake; what the author meant is the value.
SINGLE: list[tuple[str, object]] = [
    (SHOWCASE + "}", {"ACLs": [{"action": "accept", "src": ["tag:monitoring"], "dest": ["tag:derp:9100"]}]}),
    ('{"a": [{"b": 1},\n"groups": {"group:x": ["y"]}}', {"a": [{"b": 1}], "groups": {"group:x": ["y"]}}),
    ('{"a": [1, 2\n"b": [3]}', {"a": [1, 2], "b": [3]}),
    ('{"a": [{"b": ["c", "d": ["e"]}], "f": 1}', {"a": [{"b": ["c"], "d": ["e"]}], "f": 1}),
    ('[{"a": 1, {"b": 2}]', [{"a": 1}, {"b": 2}]),
    ('[{"a": 1 {"b": 2}]', [{"a": 1}, {"b": 2}]),
    ('{"a": [1}, "b": [2], "c": {"d": [1]}}', {"a": [1], "b": [2], "c": {"d": [1]}}),
    ('{"a": {"b": 1], "c": 2}', {"a": {"b": 1}, "c": 2}),
    ('{"a": {"b": [1]]}}', {"a": {"b": [1]}}),
    ('{"a": 1}}', {"a": 1}),
    ('{"a": 1},"b": 2}', {"a": 1, "b": 2}),
    ('"a": 1, "b": 2', {"a": 1, "b": 2}),
    ('{"a", "b"}', ["a", "b"]),
    ('["a": 1, "b": 2]', {"a": 1, "b": 2}),
    ("# c\n{}", {}),
    ("[1] */", [1]),
    ("{'a': 1}", {"a": 1}),
    ("{\u201ca\u201d: 1}", {"a": 1}),
    ("{`a`: 1}", {"a": 1}),
    ('{a: 1, "b": 2}', {"a": 1, "b": 2}),
    ('{tag:x: 1, "b": 2}', {"tag:x": 1, "b": 2}),
    ('{"a": 1 "b": 2}', {"a": 1, "b": 2}),
    ('["a" "b"]', ["a", "b"]),
    ("[1 2]", [1, 2]),
    ('{"a" 1}', {"a": 1}),
    ('{"a" "b"}', {"a": "b"}),
    ('{"a" = 1}', {"a": 1}),
    ('{"a" => 1}', {"a": 1}),
    ('{"a":: 1}', {"a": 1}),
    ('{"a": 1; "b": 2}', {"a": 1, "b": 2}),
    ('{"a": 1, /* x\n"b": 2}', {"a": 1, "b": 2}),
    ('["a, "b"]', ["a", "b"]),
    ('{"a": ["b], "c": 1}', {"a": ["b"], "c": 1}),
    ('{"a: "b", "c": 1}', {"a": "b", "c": 1}),
    ('{"a": "b\n, "c": 1}', {"a": "b", "c": 1}),
    ('{"a": ["b", "c],\n"d": 1}', {"a": ["b", "c"], "d": 1}),
    ('[tag:x, "b"]', ["tag:x", "b"]),
    ('[tag:x", "b"]', ["tag:x", "b"]),
    ("[1,,2]", [1, 2]),
    ("[,]", []),
    ("{,}", {}),
    ("[True]", [True]),
    ("[None]", [None]),
    ("[off]", [False]),
    ("[01]", [None]),
    ("[.5]", [None]),
    ("[0x1F]", [None]),
    ("\ufeff{}", {}),
    ('{\u00a0"a": 1}', {"a": 1}),
    ('["a\tb"]', ["a\tb"]),
    ('["a\\x"]', ["a\\x"]),
    ('{"a": "line\nbreak"}', {"a": "line\nbreak"}),
    ("{}//x", {}),
    ("{} x y z", {}),
    ("{} {}", {}),
    ('{"a": }', {"a": None}),
    ('{"a"}', {"a": None}),
    ('{"a", "b": 1}', {"a": None, "b": 1}),
    ("[[[1", [[[1]]]),
    ("[1 / 2\n]", [1]),
]


@pytest.mark.parametrize(("text", "value"), SINGLE)
def test_one_mistake_one_problem(text: str, value: object) -> None:
    document = parse_text(text)
    assert document.root is not None
    assert to_python(document.root) == value
    assert [problem.message for problem in document.problems][1:] == []
    assert document.problems[0].reference


def test_several_mistakes_are_found_in_one_run() -> None:
    text = '{\n# c\n"a": \'x\',\n"b" 1,\n"c": [1,,2],\n"d": True,\n}'
    places = [parse_text(text).source.position(p.start).line for p in parse_text(text).problems]
    assert places == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("rest", ["}", '\n"groups": {"group:a": ["x"]}}', '\n"groups": {},\n}\n'])
def test_the_list_that_is_not_closed_is_named_at_its_bracket(rest: str) -> None:
    document = parse_text(SHOWCASE + rest)
    (problem,) = document.problems
    assert document.source.text[problem.start : problem.end] == "["
    assert problem.start == 9
    assert problem.related
    assert isinstance(document.root, Object)
    acls = document.root.get("ACLs")
    assert isinstance(acls, Array)
    assert isinstance(acls.elements[0], Object)
    assert [member.key.value for member in acls.elements[0].members] == ["action", "src", "dest"]
    assert all(isinstance(member, Member) for member in document.root.members)
    assert ("groups" in rest) == (document.root.get("groups") is not None)


def _excerpt(text: str) -> str:
    document = parse_text(text)
    lines = []
    for problem in document.problems:
        line, column = document.source.position(problem.start)
        shown = document.source.line(line).expandtabs(1)
        carets = "^" * max(1, min(problem.end, problem.start + len(shown) - column + 1) - problem.start)
        lines += [f"{line}:{column}: {problem.message}", f"    {shown}", f"    {' ' * (column - 1)}{carets}"]
        lines += [f"    hint: {problem.hint}", f"    reference: {problem.reference}"]
        lines += [f"    {document.source.position(span.start)}: {words}" for span, words in problem.related]
    return "\n".join(lines)


def test_the_excerpts_are_as_recorded() -> None:
    now = (
        "\n\n".join(_excerpt(text) for text, _ in SINGLE).encode("utf-8", "backslashreplace").decode() + "\n"
    )
    if os.environ.get("TAILCLI_UPDATE_GOLDEN") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(now, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == now
