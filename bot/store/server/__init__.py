"""The embedded PostgreSQL and the system account that it runs as."""
