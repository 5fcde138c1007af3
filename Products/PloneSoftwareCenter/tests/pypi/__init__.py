"""What an index is, tested without Zope."""
