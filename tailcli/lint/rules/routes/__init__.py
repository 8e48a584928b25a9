"""TP6: routes, exit nodes and who approves them."""
