"""TP2: access that is wider than anyone should want."""
