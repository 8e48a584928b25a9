"""TP1: names that are used and not defined."""
