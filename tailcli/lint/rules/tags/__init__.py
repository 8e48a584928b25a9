"""TP4: tags and who may assign them."""
