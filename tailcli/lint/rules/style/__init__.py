"""TP9: style and suppressions."""
