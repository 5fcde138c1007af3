"""Protocol views for programs, and pages for people."""
