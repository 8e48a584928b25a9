"""``tailcli compile``: inputs, formats and exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.running import Outcome

    Tailcli = Callable[..., Outcome]

FIXTURES = Path(__file__).parents[2] / "fixtures"
DEVICES = str(FIXTURES / "inventory" / "api-devices.json")
COMBINED = str(FIXTURES / "inventory" / "combined.json")
TEXT = """{
  "tagOwners": {"tag:derp": [], "tag:router": []},
  "grants": [{"src": ["autogroup:admin"], "dst": ["tag:derp"], "ip": ["22"]}],
}"""
REFUSED = '{"grants": [{"src": ["tag:x"], "dst": ["*"], "ip": ["*"]}]}'
FAILING = """{
  "tagOwners": {"tag:derp": []},
  "grants": [],
  "tests": [{"src": "alice@example.com", "accept": ["tag:derp:22"]}],
}"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    def written(text: str) -> str:
        path = tmp_path / "policy.hujson"
        path.write_text(text)
        return str(path)

    return written


@pytest.fixture
def policy(write: Callable[[str], str]) -> str:
    return write(TEXT)


def test_every_node_is_shown(tailcli: Tailcli, policy: str) -> None:
    found = tailcli("compile", policy, "--devices", DEVICES)
    assert (found.code, found.err) == (0, "")
    heads = [line.split()[0] for line in found.out.splitlines() if line and not line.startswith(" ")]
    assert heads[:3] == ["lap-alice", "derp-1", "router"]


@pytest.mark.parametrize("name", ["derp-1", "100.64.0.2", "fd7a:115c:a1e0::2"])
def test_one_node_by_name_or_address(tailcli: Tailcli, policy: str, name: str) -> None:
    found = tailcli("compile", policy, "--devices", DEVICES, "--node", name, "--format", "json")
    assert [node["name"] for node in json.loads(found.out)["nodes"]] == ["derp-1"]


def test_a_node_that_is_not_there(tailcli: Tailcli, policy: str) -> None:
    found = tailcli("compile", policy, "--devices", DEVICES, "--node", "derp1")
    assert (found.code, found.out) == (2, "")
    assert "no node is called 'derp1'" in found.err
    assert "derp-1" in found.err


def test_lists_are_read_together(tailcli: Tailcli, policy: str) -> None:
    users = str(FIXTURES / "inventory" / "api-users.json")
    alone = json.loads(tailcli("compile", policy, "--devices", DEVICES, "--format", "json").out)
    both = json.loads(
        tailcli("compile", policy, "--devices", DEVICES, "--devices", users, "--format", "json").out
    )
    assert "roles" in {gap["missing"] for gap in alone["unknown"]}
    assert "roles" not in {gap["missing"] for gap in both["unknown"]}


def test_standard_input_for_one_of_both(
    tailcli: Tailcli, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path(COMBINED).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert tailcli("compile", policy, "--devices", "-").code == 0
    found = tailcli("compile", "-", "--devices", "-")
    assert (found.code, found.out) == (2, "")
    assert "not both" in found.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REFUSED, 'src=tag not found: "tag:x"'),
        ('{"grants": [}', ":1:"),
    ],
)
def test_a_refused_policy_gives_nothing(
    tailcli: Tailcli, write: Callable[[str], str], text: str, said: str
) -> None:
    found = tailcli("compile", write(text), "--devices", COMBINED)
    assert (found.code, found.out) == (1, "")
    assert said in found.err


def test_a_failing_test_is_told_beside_the_answer(tailcli: Tailcli, write: Callable[[str], str]) -> None:
    found = tailcli("compile", write(FAILING), "--devices", COMBINED)
    assert found.code == 1
    assert "derp-1" in found.out
    assert ":4:13: test(s) failed: tests[0]" in found.err


@pytest.mark.parametrize("content", ["", "[", "[1]", '{"a": 1}', "\x00\x01", '"x"', "{" * 5000])
def test_an_inventory_that_cannot_be_read(
    tailcli: Tailcli, policy: str, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "devices.json"
    path.write_text(content)
    found = tailcli("compile", policy, "--devices", str(path))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"error: {path}")
    assert len(found.err.splitlines()) == 1


def test_the_settings_tell_what_no_list_holds(tailcli: Tailcli, policy: str, tmp_path: Path) -> None:
    settings = tmp_path / "tailcli.toml"
    settings.write_text('[roles]\nadmin = ["alice@example.com"]\n')
    asked = ("compile", policy, "--devices", DEVICES, "--node", "derp-1", "--format", "json")
    told = json.loads(tailcli(*asked).out)
    alone = json.loads(tailcli(*asked, "--isolated").out)
    assert told["unknown"] == []
    assert [rule["SrcIPs"] for rule in told["nodes"][0]["packetFilter"]] == [
        ["100.64.0.1", "fd7a:115c:a1e0::1"]
    ]
    assert [gap["missing"] for gap in alone["unknown"]] == ["roles"]
    assert alone["nodes"][0]["packetFilter"] == []
    settings.write_text("[rols]\n")
    assert tailcli(*asked).code == 2


def test_devices_are_needed(tailcli: Tailcli, policy: str) -> None:
    assert tailcli("compile", policy).code == 2
    assert tailcli("compile", policy, "--devices", "absent.json").code == 2
