"""Rights in a sentence: long lists are cut, and what is left out is counted."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tailcli.access.rights_words import attributes, rights, uses

OBJECTS = [f'example.com/cap/x {{"name":"service {n}","text":"a: {n}"}}' for n in range(12)]


def test_few_are_told_whole() -> None:
    assert uses(["secrets: get on a, b"], expand=False) == "secrets: get on a, b"
    assert uses(["example.com/cap/x", *OBJECTS[:1]], expand=False) == OBJECTS[0]
    assert rights(OBJECTS[:2]) == f"{OBJECTS[0]}, {OBJECTS[1]}"


def test_parameters_are_those_of_the_name_before_them() -> None:
    assert rights(['x.com/a {"n":1}', 'x.com/b {"n":1}']) == 'x.com/a {"n":1}, x.com/b {"n":1}'
    assert rights(["x.com/a", "x.com/b", 'x.com/b {"n":1}']) == 'x.com/a, x.com/b {"n":1}'
    assert rights(['x.com/a {"n":1}', 'x.com/a {"n":2}']) == 'x.com/a {"n":1}, {"n":2}'


def test_of_many_objects_the_first_are_told() -> None:
    told = uses(["example.com/cap/x", *OBJECTS], expand=False)
    assert told == f"{OBJECTS[0]}, {OBJECTS[1].partition(' ')[2]} and 10 more parameter objects"
    assert uses(OBJECTS, expand=True) == rights(OBJECTS)


def test_of_many_names_the_first_are_told() -> None:
    names = [f"prod/a-long-name/{n}" for n in range(30)]
    told = uses([f"secrets: get on {', '.join(names)}", "relay: use it as a peer relay"], expand=False)
    first = ", ".join(names[:6])
    assert told == f"secrets: get on {first} and 24 more; relay: use it as a peer relay"
    groups = [f"kubernetes: impersonate {name}" for name in names]
    assert uses(groups, expand=False) == f"kubernetes: impersonate {first} and 24 more"


def test_a_long_object_is_cut() -> None:
    told = uses([f'example.com/cap/x {{"text":"{"a" * 300}"}}'], expand=False)
    assert told.endswith("aaa... (211 more characters)")


phrases = st.lists(
    st.sampled_from(
        ["kubernetes: impersonate {}", 'example.com/x {{"a":{}}}', "example.com/{}", "drive: read share {}"]
    ),
    min_size=1,
    max_size=60,
).map(lambda shapes: [shape.format(f"1{n:030}") for n, shape in enumerate(shapes)])


@given(phrases)
def test_nothing_is_left_out_uncounted(words: list[str]) -> None:
    told = uses(words, expand=False)
    shown = sum(f"1{n:030}" in told for n in range(len(words)))
    assert shown + sum(map(int, re.findall(r"and (\d+) more(?! char)", told))) == len(words)


def test_parameters_of_node_attributes_are_cut_too() -> None:
    words = ["attribute funnel", *OBJECTS]
    told = attributes(words, expand=False)
    assert told[0] == "attribute funnel"
    assert told[1].endswith("and 10 more parameter objects")
    assert attributes(words, expand=True) == words
    assert attributes(words[:2], expand=False) == words[:2]
