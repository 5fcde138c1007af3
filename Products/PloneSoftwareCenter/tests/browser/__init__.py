"""Protocol views and pages."""
