"""The content types: one file each, schema and class."""
