"""How agencies stand, and who leads them now."""
