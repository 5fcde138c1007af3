"""From profile version 2 to 3: what API tokens and the rules of names need."""
