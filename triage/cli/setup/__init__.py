"""`triage setup`: from an address to an account that works."""
