"""Settings of a whole site, and what answers from them."""
