"""API tokens: what they are, how they log in, what they open; limits of failed log-ins.

``text`` and ``limits`` know nothing of Zope. ``header`` takes a token out of a request, ``plugin``
says whose it is, ``login`` narrows the user to it, ``grants`` is asked what it opens.
"""
