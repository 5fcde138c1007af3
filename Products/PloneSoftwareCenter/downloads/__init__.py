"""How often files were downloaded.

No read writes: ``gather`` counts in the memory of each process, and has it written some minutes
later. ``tally`` is a number that several transactions may add to at once, ``store`` the trees of
a center, ``numbers`` what is read of them, ``logs`` takes the access log of a web server in, and
``subscribers`` begins and ends what is kept. What a number is, and CSV and JSON:
``pypi/downloads``.
"""
