"""What a finding is, and the registry of the rules that report them. Knows nothing of how a rule decides."""
