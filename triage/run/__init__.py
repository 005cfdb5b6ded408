"""Drives mailbox, read, judge and memory: one sweep, filing, undo."""
