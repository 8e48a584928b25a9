"""TP8: the tests in the policy."""
