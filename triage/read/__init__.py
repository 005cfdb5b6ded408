"""Bytes to `Message`: a bounded walk over hostile input that never raises. Pure."""
