"""A term of the learning loop, simulated: people act on what they really got, and an independent
tally says what must have become of it."""
