"""Briefings as written, a version each, read once."""
