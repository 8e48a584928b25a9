"""The user's settings: which rules run, how severe they are, and what they need to know."""
