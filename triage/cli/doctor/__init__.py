"""`triage doctor`: one line for each thing that must be right."""
