"""Bytes to `Message`: a bounded walk over hostile input that never raises. Pure."""

from triage.read.message import MESSAGE_ID, date, read
from triage.read.normal import normalise

__all__ = ["MESSAGE_ID", "date", "normalise", "read"]
