"""Laws over the field tables."""

from __future__ import annotations

import json

import pytest

from tailcli.hujson.parse import parse_text
from tailcli.policy.decode import decode
from tailcli.policy.fields import POLICY, Field, Record, fold_key, records
from tailcli.policy.model import Policy

RECORDS = records()
FIELDS = [
    pytest.param(record, field, id=f"{record.name}-{field.name}")
    for record in RECORDS.values()
    for field in record.fields
]


def test_every_object_of_the_language_is_there() -> None:
    assert len(RECORDS) == 14


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_a_field_says_what_it_is_for_in_one_sentence(record: Record, field: Field) -> None:
    del record
    assert field.summary.endswith(".")
    assert field.summary[0].isupper() or field.summary.startswith(("accept", "autogroup:"))


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_a_field_is_found_by_its_name_in_any_case(record: Record, field: Field) -> None:
    for spelling in (field.name, field.name.upper(), field.name.lower(), field.name.swapcase()):
        assert record.field(spelling) is field


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_a_legacy_spelling_names_a_field_of_the_same_shape(record: Record, field: Field) -> None:
    if field.legacy_of is None:
        assert field.name in record.spellings(field.name)
    else:
        current = record.named(field.legacy_of)
        assert current.shape == field.shape
        assert not field.required


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_words_that_are_mistaken_for_a_field_are_no_fields(record: Record, field: Field) -> None:
    for word in field.mistaken:
        assert fold_key(word) == word
        other = record.field(word)
        assert other is None or other.legacy_of is not None


@pytest.mark.parametrize("field", POLICY.fields, ids=lambda field: field.name)
def test_the_sample_of_a_section_is_right(field: Field) -> None:
    assert decode(parse_text(f'{{"{field.name}": {field.sample}}}')).problems == ()


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_every_sample_is_json(record: Record, field: Field) -> None:
    del record
    assert json.loads(field.sample) is not None


def test_every_section_has_its_place_in_the_model() -> None:
    text = "{" + ", ".join(f'"{field.name}": {field.sample}' for field in POLICY.fields) + "}"
    empty, full = decode(parse_text("{}")), decode(parse_text(text))
    assert len(full.sections) == len(POLICY.fields)
    for name in set(Policy._fields) - {"problems"}:
        assert getattr(full, name) != getattr(empty, name), name
