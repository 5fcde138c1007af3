"""A stock of archives that comes from elsewhere: a folder of the server, or another index.

Each archive goes the way of an upload, with all checks; what is kept besides is when it was
uploaded there, and whether it is yanked. ``take`` is the one way in.
"""
