"""TP7: device postures and node attributes."""
