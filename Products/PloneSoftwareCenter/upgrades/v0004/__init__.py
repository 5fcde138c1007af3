"""From profile version 3 to 4."""
