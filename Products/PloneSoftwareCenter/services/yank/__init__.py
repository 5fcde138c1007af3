"""``@yank``: is a release or a file yanked, and why (PEP 592)."""
