"""Real clients, run as programs against a center that is served.

``driving`` runs a program in a home of its own, ``fixtures`` holds what the installers choose
from; then there is one module a client, with what it sends and what it takes.
"""
