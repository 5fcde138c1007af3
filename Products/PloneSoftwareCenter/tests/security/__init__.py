"""What attackers have tried once."""
