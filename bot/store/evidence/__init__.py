"""Facts and decisions as kept, and the counts made of them."""
