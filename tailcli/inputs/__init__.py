"""What comes from outside: files, git revisions, device inventories."""
