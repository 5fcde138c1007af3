"""The index beside others of its kind, in one run; needs nothing but the standard library.

- ``compare.py`` (one folder up): the words of the command line
- ``archives``: the distributions that every server gets
- ``programs``: running other programs; servers in process groups of their own, bounded in time
- ``asking``: one request, its answer, and how long both are on the wire
- ``checkouts``: a clone of this checkout, made and started as ``bootstrap.py`` does
- ``filling`` runs in such an instance; ``devpi``, ``pypiserver``, ``nginx``, ``limit`` (with
  ``fixed``): the others
- ``cases``: what is asked of whom, and the bars; ``field``: the servers, started and filled
- ``load`` (with ``load.lua``): wrk; ``rounds``: everything in turn, and the ratios of each round
- ``installs``: pip and uv; ``fresh``: readers during uploads; ``memory``
- ``report``: the tables
"""
