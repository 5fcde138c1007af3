"""Upgrade steps: a folder for each version of the profile that sites are brought to."""
