"""Who may reach what: sets of addresses, ports and atoms, and what each rule of a policy gives."""
