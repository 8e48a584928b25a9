"""TP3: what could be left out without changing access."""
