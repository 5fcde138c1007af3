"""``@projects``: the projects of a center."""
