"""Our types as JSON, and back."""
