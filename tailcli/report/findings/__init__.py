"""Findings for programs and forges: a module a format, each with ``render(results, style)``."""
