"""The running thing: it wires what the other folders state, and does the I/O."""
