"""From profile version 4 to 5."""
