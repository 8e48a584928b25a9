"""TP0: syntax and schema."""
