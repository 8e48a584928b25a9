"""What a step says to GitHub: messages, outputs, its summary, and text that is no command."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from tailcli.report.workflow_commands import Annotation, commands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tailcli.report.workflow_commands import Level

# GitHub refuses a summary above 1 MiB as a whole.
SUMMARY_LIMIT = 1_000_000


def inert(text: str) -> str:
    """Return text for the log of a workflow in which the runner looks for no commands."""
    if not text:
        return ""
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n"


def said(level: Level, title: str, *messages: str) -> str:
    """Return the commands that show messages without a place, each by itself."""
    return commands((Annotation(level, title, (message,)) for message in messages), "the log has them all")


def write_outputs(environment: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Set outputs of the step; outside a workflow there is nowhere to set them."""
    path = environment.get("GITHUB_OUTPUT")
    if not path:
        return
    with Path(path).open("a", encoding="utf-8", newline="\n") as stream:
        for name, value in values.items():
            # A value cannot end what it stands in: nobody can guess the end.
            end = secrets.token_hex(16)
            stream.write(f"{name}<<{end}\n{value}\n{end}\n")


def write_summary(environment: Mapping[str, str], text: str) -> None:
    """Add Markdown to the summary of the step; what GitHub would refuse is cut at a line, and said."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    data = text.encode("utf-8", "backslashreplace")
    if len(data) > SUMMARY_LIMIT:
        kept = data[:SUMMARY_LIMIT].rpartition(b"\n")[0]
        data = kept + b"\n\n**This summary is full: the log of the step shows the rest.**\n"
    with Path(path).open("ab") as stream:
        stream.write(data + b"\n")
