"""Where the bytes of archives live: the contract and the default strategy."""
