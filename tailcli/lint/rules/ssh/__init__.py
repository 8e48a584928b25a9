"""TP5: SSH rules."""
