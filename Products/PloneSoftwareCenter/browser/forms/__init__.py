"""Forms for adding and editing our types, where the usual ones are not enough."""
