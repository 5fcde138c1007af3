"""``@counts``: how often files were downloaded."""
