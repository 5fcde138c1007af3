"""What bootstrap.py does with a checkout; needs nothing but the standard library.

- ``commands``: the words of the command line
- ``layout``: where things lie; ``settings``: the environment variables that people set
- ``programs``: running other programs, and telling why one failed
- ``environments``: virtual environments with pinned distributions, whole or made anew
- ``install``: the environment and the scripts of a site
- ``serve``: start the site; ``watch``: tell when it answers
- ``own_archives``: this repository's own distributions, built without a network
- ``testing``: run the tests, count them
"""
