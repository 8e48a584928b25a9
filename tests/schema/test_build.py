"""The schema file: made from the tables, valid everywhere, and explaining itself."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tailcli.policy.fields import POLICY
from tailcli.schema.build import SCHEMA_ID, build_text
from tailcli.schema.packaged import schema_text
from tailcli.schema.prose import LABELS, MORE, SNIPPETS
from tailcli.schema.validate import validate
from tests.policy.test_decode import WHOLE, decoded
from tests.policy.test_fields import RECORDS

SCHEMA: dict[str, Any] = json.loads(schema_text())


def subschemas(schema: object, pointer: str = "#") -> list[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with its place; values such as enums and snippets are not looked into."""
    if not isinstance(schema, dict):
        return []
    found = [(pointer, schema)]
    for word in ("properties", "definitions"):
        for name, inner in schema.get(word, {}).items():
            found += subschemas(inner, f"{pointer}/{word}/{name}")
    for word in ("items", "additionalProperties", "propertyNames", "not"):
        found += subschemas(schema.get(word), f"{pointer}/{word}")
    for word in ("allOf", "anyOf"):
        for index, inner in enumerate(schema.get(word, [])):
            found += subschemas(inner, f"{pointer}/{word}/{index}")
    return found


EVERY = subschemas(SCHEMA)


def test_the_file_is_up_to_date() -> None:
    assert schema_text() == build_text(), "run scripts/build_schema.py"


def test_it_is_a_draft_07_schema() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert SCHEMA["$id"] == SCHEMA_ID
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_editors_allow_comments_and_trailing_commas() -> None:
    assert SCHEMA["allowComments"] is True
    assert SCHEMA["allowTrailingCommas"] is True


def test_a_reference_stands_alone_and_leads_somewhere() -> None:
    references = [schema for _, schema in EVERY if "$ref" in schema]
    assert references
    for schema in references:
        assert list(schema) == ["$ref"]
        assert schema["$ref"].removeprefix("#/definitions/") in SCHEMA["definitions"]


def test_only_keywords_of_draft_07_and_of_editors_are_used() -> None:
    draft = {
        "$schema",
        "$id",
        "$ref",
        "title",
        "description",
        "definitions",
        "type",
        "required",
        "properties",
    }
    draft |= {"items", "enum", "additionalProperties", "propertyNames", "pattern", "allOf", "anyOf"}
    draft |= {"examples", "not"}
    editors = {"markdownDescription", "defaultSnippets", "deprecationMessage", "doNotSuggest"}
    editors |= {"allowComments", "allowTrailingCommas", "patternErrorMessage", "errorMessage"}
    assert {word for _, schema in EVERY for word in schema} <= draft | editors


@pytest.mark.parametrize(("pointer", "schema"), EVERY, ids=[pointer for pointer, _ in EVERY])
def test_objects_are_closed_and_fields_explained(pointer: str, schema: dict[str, Any]) -> None:
    properties = schema.get("properties", {})
    if "additionalProperties" in schema and schema["additionalProperties"] is False:
        assert schema["description"]
        for name, inner in properties.items():
            assert inner["title"] == name
            assert inner["markdownDescription"].startswith(inner["description"])
    elif "properties" in schema:
        assert "app" in pointer


def test_the_prose_is_about_things_that_exist() -> None:
    for record, field in MORE:
        assert RECORDS[record].field(field) is not None
    assert LABELS.keys() == SNIPPETS.keys()
    for name, snippet in SNIPPETS.items():
        record = RECORDS[name]
        assert all(record.field(key) is not None for key in snippet)
        assert {field.name for field in record.required} <= snippet.keys()


def test_the_examples_of_a_value_fit_it() -> None:
    for _, schema in EVERY:
        for example in schema.get("examples", []):
            jsonschema.validate(example, schema, jsonschema.Draft7Validator)


def test_every_section_is_in_it() -> None:
    assert list(SCHEMA["properties"]) == [field.name for field in POLICY.fields]
    assert validate(decoded(WHOLE)) == ()


@pytest.mark.parametrize(
    "period", ["12h", "always", " 12h ", "0s", "1.5h30m", "-1m", "1h4ms5us6\u00b5s", "0", ""]
)
def test_every_go_duration_is_a_check_period(period: str) -> None:
    text = json.dumps({"ssh": [{"action": "check", "users": ["root"], "checkPeriod": period}]})
    assert validate(decoded(text)) == ()


@pytest.mark.parametrize("period", ["abc", "12", "1d", "12 h", "h", "Always"])
def test_what_is_no_duration_is_no_check_period(period: str) -> None:
    text = json.dumps({"ssh": [{"action": "check", "users": ["root"], "checkPeriod": period}]})
    assert [violation.pointer for violation in validate(decoded(text))] == ["/ssh/0/checkPeriod"]
