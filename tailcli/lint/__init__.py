"""The linter: rules that turn facts about a policy into findings, and the runner that calls them."""
