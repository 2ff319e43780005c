"""Passing it on: each agency's duty, what leads told, and in whose hands it is."""
