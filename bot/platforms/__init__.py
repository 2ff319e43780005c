"""The platforms. Each is one folder here, found by name; nothing else lists them."""
