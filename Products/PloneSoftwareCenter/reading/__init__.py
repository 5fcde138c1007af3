"""What the index answers to a GET or a HEAD, by whichever road the question came."""
