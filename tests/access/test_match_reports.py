"""What `access` prints: golden files and the published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tailcli.access.explain_ask import Query, ask
from tailcli.policy.load import load
from tailcli.report import access_json, access_text
from tailcli.source.text import SourceText
from tests.golden import assert_golden
from tests.policytests.policies import MIXED

from .asking import INVENTORY

if TYPE_CHECKING:
    from tailcli.access.inventory import Inventory

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[2] / "schemas" / "access.schema.json"
POLICY = load(SourceText("policy.hujson", MIXED))

QUESTIONS: dict[str, tuple[Query, Inventory | None]] = {
    "allowed": (Query("alice@example.com", "tag:db:22"), None),
    "denied": (Query("alice@example.com", "tag:db:80"), None),
    "posture": (Query("tag:web", "tag:web:443"), None),
    "via": (Query("tag:idle", "10.1.2.3:22"), None),
    "address": (Query("100.64.0.5", "tag:db:5432"), None),
    "ping": (Query("tag:web", "tag:db", "icmp"), None),
    "ssh-check": (Query("alice@example.com", "tag:db", None, "root"), None),
    "ssh-denied": (Query("tag:web", "tag:db", None, "root"), None),
    "who": (Query(None, "tag:db"), None),
    "who-posture": (Query(None, "tag:web:443"), None),
    "what": (Query("group:infra"), None),
    "what-address": (Query("100.64.0.77"), None),
    "who-ssh": (Query(None, "tag:db", None, "ops"), None),
    "where-ssh": (Query("alice@example.com", None, None, "ops"), None),
}


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_text(name: str) -> None:
    query, inventory = QUESTIONS[name]
    assert_golden(GOLDEN / f"{name}.txt", access_text.render(ask(POLICY, query, inventory)))


def test_device() -> None:
    query, inventory = Query("device:laptop", "device:db-1"), INVENTORY
    assert_golden(GOLDEN / "device.txt", access_text.render(ask(POLICY, query, inventory)))


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_json_fits_the_schema(name: str) -> None:
    query, inventory = QUESTIONS[name]
    text = access_json.render(ask(POLICY, query, inventory))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(json.loads(text))
    assert text.isascii()


def test_json() -> None:
    assert_golden(GOLDEN / "allowed.json", access_json.render(ask(POLICY, *QUESTIONS["allowed"])))
    assert_golden(GOLDEN / "who.json", access_json.render(ask(POLICY, *QUESTIONS["who"])))
