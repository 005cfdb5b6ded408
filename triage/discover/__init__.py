"""Finds the mail server of an address: by a table of providers, by DNS, by what the domain publishes. Only the domain goes out."""
