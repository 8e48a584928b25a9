"""The tailnet policy file: its sections, names, selectors and ports, typed and located."""
