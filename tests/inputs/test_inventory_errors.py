"""What is said of inventories that cannot be read: one error, at its place, in printable words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailcli.inputs import inventory_document
from tailcli.inputs.inventory import InventoryError, read_inventory
from tailcli.source.text import SourceText


def read(*texts: str) -> None:
    read_inventory([SourceText(f"file{number}.json", text) for number, text in enumerate(texts)])


# The sign § stands where the fault is, and is taken out before reading.
BAD = {
    "empty": ("§", "empty; expected a device or user list as JSON"),
    "blank": ("§\ufeff \n ", "empty; expected a device or user list as JSON"),
    "binary": ("§\x00\x01PK", "not JSON: expecting value"),
    "words": ("§Logged out.", "not JSON: expecting value"),
    "truncated": ('{"devices": [\n§', "the JSON ends too early (a truncated file?)"),
    "trailing": ("[]\n§[]", "not JSON: extra data"),
    "after a mark": ("\ufeff[]§[]", "not JSON: extra data"),
    "not a number": ('{"NaN": §NaN}', "not JSON: NaN and Infinity are no numbers in it"),
    "infinite": ("[§-Infinity]", "not JSON: NaN and Infinity are no numbers in it"),
    "long number": ('{"a": §' + "9" * 5000 + "}", "a number of 5000 digits; at most 400 are read"),
    "long negative number": ("[-1, §-" + "9" * 401 + "]", "a number of 402 digits; at most 400 are read"),
    "deep": ("[" * 100 + "§" + "[" * 99_900, "nested deeper than 100 levels; a device list has about five"),
    "numbers": ("[§1, 2]", "[0]: expected a device or a user, found a number"),
    "nulls": ("[§null]", "[0]: expected a device or a user, found nothing"),
    "strange list": ('[§{"x": 1}]', "[0]: expected a device or a user, found an object that is neither"),
    "no list": ('{"devices": §5}', "devices: expected a list, found a number"),
    "no object": ('{"devices": [§"a"]}', 'devices[0]: expected an object, found "a"'),
    "no addresses": (
        '{"devices": [{"addresses": ["100.64.0.1"]}, §{"name": "b"}]}',
        "devices[1].addresses: expected a list of IP addresses, found nothing",
    ),
    "empty addresses": (
        '{"devices": [{"addresses": §[]}]}',
        "devices[0].addresses: expected a list of IP addresses, found an empty list",
    ),
    "bad address": (
        '{"devices": [{"addresses": ["100.64.0.2", §"100.64.0.256"]}]}',
        'devices[0].addresses[1]: expected an IP address, found "100.64.0.256"',
    ),
    "address with a zone": (
        '{"devices": [{"addresses": [§"fe80::1%eth0"]}]}',
        'devices[0].addresses[0]: expected an IP address, found "fe80::1%eth0"',
    ),
    "bad route": (
        '{"devices": [{"addresses": ["100.64.0.2"], "enabledRoutes": [§"10.0.0.0"]}]}',
        'devices[0].enabledRoutes[0]: expected a network such as 10.0.0.0/8, found "10.0.0.0"',
    ),
    "netmask": (
        '{"devices": [{"addresses": ["100.64.0.2"], "enabledRoutes": [§"10.0.0.0/255.0.0.0"]}]}',
        'devices[0].enabledRoutes[0]: expected a network such as 10.0.0.0/8, found "10.0.0.0/255.0.0.0"',
    ),
    "network with a zone": (
        '{"devices": [{"addresses": ["100.64.0.2"], "enabledRoutes": [§"fe80::%eth0/64"]}]}',
        'devices[0].enabledRoutes[0]: expected a network such as 10.0.0.0/8, found "fe80::%eth0/64"',
    ),
    "bad id": (
        '{"devices": [{"addresses": ["100.64.0.2"], "nodeId": §true}]}',
        "devices[0].nodeId: expected a string, found a boolean",
    ),
    "bad tag": (
        '{"devices": [{"addresses": ["100.64.0.2"], "tags": [§""]}]}',
        'devices[0].tags[0]: expected a string, found an empty string ""',
    ),
    "bad flag": (
        '{"devices": [{"addresses": ["100.64.0.2"], "isExternal": §"yes"}]}',
        'devices[0].isExternal: expected true or false, found "yes"',
    ),
    "bad attribute": (
        '{"devices": [{"addresses": ["100.64.0.2"], "attributes": {"custom:a": §[1]}}]}',
        "devices[0].attributes.custom:a: expected a string, a number or a boolean, found a list",
    ),
    "attributes of no device": (
        '{"devices": [§{"nodeId": "n1", "attributes": {"custom:a": 1}}]}',
        'attributes for the device "n1", which no list of devices holds',
    ),
    "attributes of no device in a bare list": (
        '[{"nodeId": "n0", "addresses": ["100.64.0.1"]}, §{"nodeId": "n1", "attributes": {"custom:a": 1}}]',
        'attributes for the device "n1", which no list of devices holds',
    ),
    "user without login": (
        '{"users": [{"loginName": §""}]}',
        'users[0].loginName: expected a login, found ""',
    ),
    "headscale user": (
        '[{"ip_addresses": ["100.64.0.1"], "given_name": "x", "user": {"name": §3}}]',
        "[0].user.name: expected a string, found a number",
    ),
    "peer": (
        '{"BackendState": "", "Self": {"TailscaleIPs": ["100.64.0.1"]}, "Peer": {"k\\u001b": §{"OS": 1}}}',
        "Peer.k\\u001b.TailscaleIPs: expected a list of IP addresses, found nothing",
    ),
    "user of a status": (
        '{"BackendState": "", "Self": {}, "User": {"7": {"LoginName": §7}}}',
        "User.7.LoginName: expected a string, found a number",
    ),
}


@pytest.mark.parametrize(("marked", "reason"), BAD.values(), ids=BAD)
def test_a_fault_is_one_error_at_its_place(marked: str, reason: str) -> None:
    text = marked.replace("§", "")
    with pytest.raises(InventoryError) as caught:
        read("null", text)
    line, column = caught.value.position or (0, 0)
    assert caught.value.position == SourceText("", text).position(marked.index("§"))
    assert str(caught.value) == f"file1.json:{line}:{column}: {reason}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"x"', 'found "x"'),
        ("12", "found a number"),
        ("{}", "found an empty object"),
        ('{"acls": [], "groups": {}}', 'found an object with "acls", "groups"'),
        (
            '{"attributes": {"node:os": "linux"}}',
            "found one device's attributes (posture attributes do not say",
        ),
    ],
)
def test_what_is_no_inventory_is_told_what_one_is(text: str, found: str) -> None:
    with pytest.raises(InventoryError, match=r"the file: expected .*tailscale status --json") as caught:
        read(text)
    assert found in caught.value.reason


def test_a_file_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory_document, "INVENTORY_LIMIT", 2 * 1024 * 1024)
    with pytest.raises(InventoryError) as caught:
        read(" " * (2 * 1024 * 1024 + 1))
    assert str(caught.value) == "file0.json: larger than the limit of 2 MiB"


def test_text_of_the_file_is_escaped_and_shortened() -> None:
    with pytest.raises(InventoryError) as caught:
        read(json.dumps({"devices": [{"addresses": ["\x1b[31m\u202e" + "x" * 1_000_000]}]}))
    assert caught.value.reason.isascii()
    assert caught.value.reason.isprintable()
    assert len(caught.value.reason) < 200


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
NAMES = st.sampled_from(
    ("devices", "users", "nodes", "addresses", "ip_addresses", "tags", "name", "user", "loginName", "nodeId")
) | st.sampled_from(
    ("Self", "BackendState", "Peer", "User", "TailscaleIPs", "given_name", "attributes", "enabledRoutes")
)
VALUES = st.recursive(
    SCALARS | st.just(["100.64.0.1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)


def refused_without_place(text: str) -> bool:
    try:
        read(text)
    except InventoryError as error:
        return error.position is None
    return False


@given(VALUES)
def test_any_json_is_read_or_refused_at_a_place(value: object) -> None:
    assert not refused_without_place(json.dumps(value))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_at_a_place(text: str) -> None:
    assert not refused_without_place(text)


NESTED = st.recursive(
    st.just("0"),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda parts: f'{{"a": [{" , ".join(parts)}]\n, "b_C": {{"d": {parts[0]}}}}}'
    ),
    max_leaves=6,
)


@given(NESTED)
def test_a_path_leads_to_the_place_of_its_value(text: str) -> None:
    """Replace the value that stands at the place, and find the change at the end of the path."""
    for path in paths(json.loads(text)):
        source = SourceText("x", text)
        place = inventory_document.place_of(source, path)
        offset = source.starts[place.line - 1] + place.column - 1
        end = json.JSONDecoder().raw_decode(text, offset)[1]
        changed = json.loads(f'{text[:offset]}"here"{text[end:]}')
        for step in path:
            changed = changed[step]
        assert changed == "here"


def paths(value: object) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    return [(), *((step, *rest) for step, child in inner for rest in paths(child))]


def test_the_last_of_several_names_is_the_place() -> None:
    text = '{"a": 1, "A": 2}'
    assert inventory_document.place_of(SourceText("x", text), ("a",)).column == text.index("2") + 1


def test_a_path_that_leads_nowhere_ends_at_the_innermost_value() -> None:
    text = '{"a": [1, {"b": 2}]}'
    for path, at in {("a", 7): "[1", ("a", 1, "c"): '{"b"', ("a", 1, "b", 0): "2", ("z",): "{"}.items():
        assert inventory_document.place_of(SourceText("x", text), path).column == text.index(at) + 1
