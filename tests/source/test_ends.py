from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tailcli.source.ends import Ends, shared_ends

texts = st.text(alphabet="ab\n", max_size=12)


def test_the_ends_do_not_overlap() -> None:
    assert shared_ends("aaa", "aaaaa") == Ends(3, 3, 5)
    assert shared_ends("abc", "axc") == Ends(1, 2, 2)
    assert shared_ends("abc", "abxc") == Ends(2, 2, 3)
    assert shared_ends("", "a") == Ends(0, 0, 1)


@given(texts, texts)
def test_the_ends_are_shared_and_cannot_be_longer(old: str, new: str) -> None:
    head, old_tail, new_tail = shared_ends(old, new)
    assert old[:head] == new[:head]
    assert old[old_tail:] == new[new_tail:]
    assert head <= old_tail
    assert head <= new_tail
    assert old[head : head + 1] != new[head : head + 1] or head in {len(old), len(new)}
    assert head in {old_tail, new_tail} or old[old_tail - 1 : old_tail] != new[new_tail - 1 : new_tail]
