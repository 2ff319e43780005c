"""The Teams app package: what an administrator uploads to a tenant."""
