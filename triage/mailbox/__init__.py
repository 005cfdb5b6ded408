"""Where mail lives: one Protocol, four implementations."""
