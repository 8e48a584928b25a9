"""Renderers: one pure function a format, from results to text."""
