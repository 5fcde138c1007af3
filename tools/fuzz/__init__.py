"""Guided fuzzing; see ``run``."""
