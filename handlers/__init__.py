"""What comes back: one use case a file, from an Interaction to a Reply."""
