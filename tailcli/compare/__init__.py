"""Equality and subtraction of accesses, with witnesses."""
