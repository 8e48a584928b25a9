"""What is said of a finding where there is room for a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tailcli.report.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tailcli.findings.model import Report

MESSAGE_LIMIT = 900


def details(report: Report) -> Iterator[str]:
    """Yield what to do and what the control plane says, each one line."""
    if report.hint:
        yield f"Hint: {terminal(report.hint, MESSAGE_LIMIT)}"
    if report.server:
        yield f"The control plane refuses this: {terminal(report.server, MESSAGE_LIMIT)}"


def told(report: Report) -> str:
    """Return the message with its details on one line."""
    message = terminal(report.message, MESSAGE_LIMIT)
    return ". ".join([message, *details(report)])
