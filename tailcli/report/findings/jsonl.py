"""Findings for programs that read line by line: a finding, a skipped set of rules or the summary a line."""

from __future__ import annotations

from tailcli.report.findings_json import render_lines as render

__all__ = ["render"]
