"""``@copy`` and ``@move``: what can't be copied or moved is the client's fault."""
