"""HTTP, and what is turned away because it could not be answered in time."""
