"""`triage review`: what was unsure and what was filed, message by message, as a page on loopback or in the terminal."""
