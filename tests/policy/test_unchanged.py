from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from tailcli.access.content import contents, contents_of_both
from tailcli.policy.load import load
from tailcli.policy.unchanged import Unchanged, changed_sections, unchanged_rules
from tailcli.source.ends import shared_ends
from tailcli.source.text import SourceText
from tests.policy.spliced import commented_pairs, spliced_pairs

if TYPE_CHECKING:
    from tailcli.policy.model import Policy
    from tailcli.source.ends import Ends

ONE = {"src": ["a@example.com"], "dst": ["*"], "ip": ["1"]}
TWO = {"src": ["b@example.com"], "dst": ["*"], "ip": ["2"]}
THREE = {"src": ["c@example.com"], "dst": ["*"], "ip": ["3"]}


def read(text: str) -> Policy:
    return load(SourceText("p", text))


def ends(old: Policy, new: Policy) -> Ends:
    return shared_ends(old.document.source.text, new.document.source.text)


def unchanged(old: dict[str, Any], new: dict[str, Any]) -> Unchanged:
    before, after = read(json.dumps(old)), read(json.dumps(new))
    return unchanged_rules(before.grants or (), after.grants or (), ends(before, after))


def test_a_rule_in_the_middle_came_went_or_changed() -> None:
    all_three = {"grants": [ONE, TWO, THREE]}
    assert unchanged(all_three, {"grants": [ONE, {**TWO, "ip": ["22"]}, THREE]}) == (1, 1)
    assert unchanged(all_three, all_three) == (3, 0)


def test_the_rule_that_begins_like_the_one_before_it_is_read_again() -> None:
    """The shared beginning reaches into it: a rule more or less to read is no harm."""
    assert unchanged({"grants": [ONE, THREE, TWO]}, {"grants": [ONE, TWO, THREE, TWO]}) == (1, 1)
    assert unchanged({"grants": [ONE, TWO, THREE, TWO]}, {"grants": [ONE, THREE, TWO]}) == (1, 1)


def test_a_rule_that_was_a_comment_did_not_stand_there() -> None:
    """The shared end begins before a rule that only one version reads as one."""
    said = [json.dumps(rule) for rule in (ONE, TWO, THREE)]
    for opened, closed in (("// ", "\n"), ("/* ", " /* */")):
        old = read(f'{{"grants": [{said[0]},{said[1]}, {opened}{said[1]},{closed} {said[2]}]}}')
        new = read(f'{{"grants": [{said[0]}, {said[1]},{closed} {said[2]}]}}')
        assert unchanged_rules(old.grants or (), new.grants or (), ends(old, new)) == (1, 0)
        assert unchanged_rules(new.grants or (), old.grants or (), ends(new, old)) == (1, 1)


def test_a_section_that_only_one_version_has() -> None:
    assert unchanged({"hosts": {}}, {"hosts": {}, "grants": [ONE]}) == (0, 0)
    assert unchanged({"grants": [ONE]}, {}) == (0, 0)


def test_a_section_given_again_later_takes_the_place_of_the_first() -> None:
    rules = json.dumps([ONE, TWO])
    old = read(f'{{"grants": {rules}}}')
    new = read(f'{{"grants": {rules}, "grants": {json.dumps([THREE])}}}')
    assert unchanged_rules(old.grants or (), new.grants or (), ends(old, new)) == (0, 0)
    assert [section.name for section in changed_sections(old, new, ends(old, new))] == ["grants"]


def test_another_section_of_that_name_counts() -> None:
    pair, other = json.dumps([ONE, TWO]), json.dumps([THREE, THREE])
    for texts in (
        (f'{{"grants": {pair}, "grants": {other}}}', f'{{"grants": {pair}}}'),
        (f'{{"grants": {other}, "grantz": {pair}}}', f'{{"grants": {other}, "grants": {pair}}}'),
    ):
        old, new = map(read, texts)
        assert unchanged_rules(old.grants or (), new.grants or (), ends(old, new)) == (0, 0)


def test_only_the_sections_that_changed_are_returned() -> None:
    rest = {"hosts": {"a": "10.0.0.1"}, "groups": {"group:a": []}, "tagOwners": {"tag:a": []}}
    old, new = read(json.dumps(rest)), read(json.dumps({**rest, "groups": {"group:a": ["a@example.com"]}}))
    assert [section.name for section in changed_sections(old, new, ends(old, new))] == ["groups"]
    assert changed_sections(old, old, ends(old, old)) == ()
    moved = read(json.dumps({**rest, "hosts": {"a": "10.0.0.2"}}))  # a text of the same length
    assert [section.name for section in changed_sections(old, moved, ends(old, moved))] == ["hosts"]


def test_a_rule_that_changed_without_changing_its_length() -> None:
    new = {**TWO, "ip": ["5"]}
    assert unchanged({"grants": [ONE, TWO, THREE]}, {"grants": [ONE, new, THREE]}) == (1, 1)
    assert unchanged({"grants": [TWO]}, {"grants": [new]}) == (0, 0)


@settings(max_examples=100)
@given(spliced_pairs() | commented_pairs())
def test_shared_contents_are_the_contents(pair: tuple[Policy, Policy]) -> None:
    old, new = pair
    assert contents_of_both(old, new, ends(old, new)) == (contents(old), contents(new))


@settings(max_examples=100)
@given(spliced_pairs())
def test_a_section_that_is_left_out_is_the_same(pair: tuple[Policy, Policy]) -> None:
    old, new = pair
    changed = changed_sections(old, new, ends(old, new))
    before = {section.name: section for section in old.sections}
    for section in new.sections:
        if section not in changed:
            same = before[section.name]
            texts = [
                policy.document.source.text[one.key.start : one.value.end]
                for policy, one in ((old, same), (new, section))
            ]
            assert texts[0] == texts[1]
