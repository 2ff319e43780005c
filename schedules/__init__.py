"""When it goes out: plans, and the moments that they mean. Pure."""
