"""Unified diffs: what git applies, and harmless on a terminal."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tailcli.report.style import Style
from tailcli.report.unified import unified_diff

if TYPE_CHECKING:
    from pathlib import Path

LINES = st.lists(st.sampled_from(["a\n", "b\n", "-- c\n", "d\r\n", "\n", "\x0b\u2028e\n", "f"]), max_size=8)


def test_nothing_for_no_change() -> None:
    assert unified_diff("policy.hujson", "{}\n", "{}\n") == ""


def test_a_change() -> None:
    assert unified_diff("policy.hujson", "{}", "{}\n") == (
        "--- a/policy.hujson\n+++ b/policy.hujson\n@@ -1 +1 @@\n-{}\n\\ No newline at end of file\n+{}\n"
    )


def test_a_terminal_is_not_commanded() -> None:
    shown = unified_diff("p\x1b[2J.hujson", "a\x1b[31m\tb\r\n", "c\n", Style(color=True), escape=True)
    assert "\x1b[2J" not in shown
    assert "\x1b[31m\t" not in shown
    assert "-a\\x1b[31m\tb" in shown


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=LINES.map("".join).filter(bool), after=LINES.map("".join).filter(bool))
def test_git_applies_it(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "policy.hujson"
    path.write_text(before, "utf-8", newline="")
    patch = unified_diff("policy.hujson", before, after)
    if patch:
        command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "--unidiff-zero", "-"]
        subprocess.run(command, input=patch.encode(), cwd=tmp_path, check=True, capture_output=True)
    assert path.read_bytes() == after.encode()
