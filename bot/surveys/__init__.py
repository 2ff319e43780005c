"""Pulse surveys: written, approved, opened, answered without a name, closed, and told."""
