"""The people of a project: its owners and maintainers, and who is invited to become one.

``interfaces`` has the events that tell of each change, whichever door it came through.
"""
