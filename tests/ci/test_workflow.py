"""What a step writes for GitHub, and the events that it reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tailcli.ci.event import read_event
from tailcli.ci.workflow import SUMMARY_LIMIT, inert, write_outputs, write_summary
from tailcli.inputs.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_text_between_the_stops_is_whole_and_cannot_end_them() -> None:
    text = "::error::x\n  ::set-output name=a::b\n::stop-commands::x\n::x::"
    first, *middle, last = inert(text).splitlines()
    assert middle == text.splitlines()
    assert last == f"::{first.removeprefix('::stop-commands::')}::"
    assert inert(text).splitlines()[0] != first
    assert inert("") == ""


def test_an_output_cannot_write_another(tmp_path: Path) -> None:
    file = tmp_path / "output"
    write_outputs({"GITHUB_OUTPUT": str(file)}, {"said": "a\nverdict=identical\nEOF", "code": "1"})
    lines = file.read_text("utf-8").splitlines()
    end = lines[0].removeprefix("said<<")
    assert lines[:5] == [f"said<<{end}", "a", "verdict=identical", "EOF", end]
    assert len(end) >= 32
    write_outputs({}, {"said": "nowhere"})


def test_a_summary_is_cut_at_a_line_below_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "summary"
    write_summary({"GITHUB_STEP_SUMMARY": str(file)}, "é line\n" * 300_000)
    data = file.read_bytes()
    assert SUMMARY_LIMIT - 100 < len(data) < 1024 * 1024
    assert data.decode("utf-8").rstrip().endswith("the log of the step shows the rest.**")
    assert "\né line\n\n**" in data.decode("utf-8")
    write_summary({}, "nowhere")


def told(tmp_path: Path, payload: object, name: str = "pull_request") -> dict[str, str]:
    file = tmp_path / "event.json"
    file.write_text(payload if isinstance(payload, str) else json.dumps(payload), "utf-8")
    return {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file), "GITHUB_REPOSITORY": "example/net"}


@pytest.mark.parametrize(
    ("head", "is_fork"),
    [
        ({"sha": "b", "repo": {"full_name": "example/net"}}, False),
        ({"sha": "b", "repo": {"full_name": "dave/net"}}, True),
        ({"sha": "b", "repo": None}, True),
    ],
)
def test_where_a_pull_request_comes_from(tmp_path: Path, head: object, *, is_fork: bool) -> None:
    request = {"number": 7, "base": {"sha": "a"}, "head": head, "body": None}
    event = read_event(told(tmp_path, {"pull_request": request}))
    assert (event.number, event.base, event.head, event.from_fork, event.text) == (7, "a", "b", is_fork, "")


def test_events_without_an_earlier_version(tmp_path: Path) -> None:
    assert not read_event({"GITHUB_EVENT_NAME": "push"}).is_change
    assert not read_event({}).is_change
    assert read_event(told(tmp_path, {"merge_group": {"base_sha": "a"}}, "merge_group")).base == "a"


@pytest.mark.parametrize(
    "payload", ["", "nonsense", "[" * 100_000, "{}", '{"pull_request": {"number": "7"}}']
)
def test_an_event_that_cannot_be_used_is_an_error(tmp_path: Path, payload: str) -> None:
    with pytest.raises(InputError):
        read_event(told(tmp_path, payload))
    with pytest.raises(InputError):
        read_event({"GITHUB_EVENT_NAME": "pull_request"})
    with pytest.raises(InputError):
        read_event(told(tmp_path, payload, "pull_request_target"))
