"""Guardrails: access that no version of a policy may give, and access that every version has to give."""
