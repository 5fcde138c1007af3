"""``@releases``: the releases of a project or of a distribution name."""
