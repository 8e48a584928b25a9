"""The JSON Schema of the policy file, and checking a policy against it."""
