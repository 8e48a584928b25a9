"""HuJSON (JSON with comments and trailing commas), read without losing anything."""
