"""The register of members, what is held about each, and for how long."""
