"""Who gains and who loses access between two versions of a policy."""
