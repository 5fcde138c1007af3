"""``@names``: which project holds which distribution name."""
