"""``@files``: distribution files."""
