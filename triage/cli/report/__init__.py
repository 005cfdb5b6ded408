"""`triage report`, and the digest made of it: a month on a page."""
