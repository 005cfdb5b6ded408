"""`triage service`: the watch as a service of the system."""
