"""``@status``: what is to be expected of a project (PEP 792)."""
