"""The rules, one module each, in a folder for each family. The registry says which there are."""
