"""Renderers of the access diff: pure functions from diffs to text, one module a format."""
