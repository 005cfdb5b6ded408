"""The recipient's own bot: tells cold outreach from everything else and files it."""

__version__ = "0.1.0"
