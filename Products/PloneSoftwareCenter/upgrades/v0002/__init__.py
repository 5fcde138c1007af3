"""From profile version 1 to 2: what the status of projects needs."""
