"""``@sets``: the known good sets of a center."""
