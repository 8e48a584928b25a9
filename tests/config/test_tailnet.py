"""What the settings file tells of the tailnet, and what it may not say."""

from __future__ import annotations

import tomllib

import pytest

from tailcli.access.inventory import Inventory
from tailcli.config.tailnet import TailnetTableError, inventory_from_table

WHOLE = """
[tailnet]
domains = ["example.com", "example.org"]

[groups]
"group:staff@example.com" = ["alice@example.com", "bob@example.com"]
"group:nobody" = []

[roles]
admin = ["alice@example.com"]
"""


def test_the_three_tables_are_read() -> None:
    assert inventory_from_table(tomllib.loads(WHOLE)) == Inventory(
        groups={"group:staff@example.com": ("alice@example.com", "bob@example.com"), "group:nobody": ()},
        roles={"admin": ("alice@example.com",)},
        domains=("example.com", "example.org"),
    )


def test_what_is_not_told_stays_unknown() -> None:
    assert inventory_from_table({"lint": {"select": []}}) == Inventory()
    assert inventory_from_table({"tailnet": {"domains": []}, "roles": {}}) == Inventory(domains=(), roles={})


@pytest.mark.parametrize(
    ("text", "path", "suggestion"),
    [
        ("[tailnet]\ndomain = ['a']", ("tailnet", "domain"), "domains"),
        ("[roles]\nadmn = ['a']", ("roles", "admn"), "admin"),
        ("[roles]\nemperor = ['a']", ("roles", "emperor"), None),
        ("[groups]\nstaff = ['a']", ("groups", "staff"), "group:staff"),
        ("tailnet = 'example.com'", ("tailnet",), None),
        ("[[groups]]", ("groups",), None),
        ("[tailnet]\ndomains = 'example.com'", ("tailnet", "domains"), None),
        ("[groups]\n'group:a' = ['a', 1]", ("groups", "group:a"), None),
        ("[groups]\n'group:a' = ['']", ("groups", "group:a"), None),
        ("[groups.'group:a']\nmembers = []", ("groups", "group:a"), None),
        ("[roles]\nadmin = 2026-01-01", ("roles", "admin"), None),
    ],
)
def test_a_wrong_key_or_value_is_named(text: str, path: tuple[str, ...], suggestion: str | None) -> None:
    with pytest.raises(TailnetTableError) as caught:
        inventory_from_table(tomllib.loads(text))
    assert (caught.value.path, caught.value.suggestion) == (path, suggestion)
    assert (f"did you mean {suggestion!r}?" in str(caught.value)) == bool(suggestion)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1", "a number"),
        ("true", "a boolean"),
        ("'x'", "a string"),
        ("{a = 1}", "a table"),
        ("10:00:00", "a date"),
    ],
)
def test_the_found_type_is_told(value: str, kind: str) -> None:
    with pytest.raises(TailnetTableError, match=f"expected a list of strings, found {kind}"):
        inventory_from_table(tomllib.loads(f"tailnet.domains = {value}"))
