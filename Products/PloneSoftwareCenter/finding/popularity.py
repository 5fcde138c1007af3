"""How often projects were downloaded, for lists that are sorted by it."""


def downloads_of(center):
    """Return how many downloads each project had: project id -> number; None: nobody counts them.

    While it is None, no page offers to sort by downloads.
    """
    return None
