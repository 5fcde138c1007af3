"""Named vocabularies for the forms of our types."""
