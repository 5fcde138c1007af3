"""Archives in a directory of our own."""
