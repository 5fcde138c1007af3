"""Work around faults of others that users of an index would meet, each in a file with its end."""
