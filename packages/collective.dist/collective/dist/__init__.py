"""One build, several package indexes, one command.

``pypirc`` and ``credentials`` tell where to send and as whom, ``twine_forms`` what (and is alone in
knowing twine), ``sending`` sends to one server, ``parallel`` to several, ``reading`` reads their
index pages back, ``report`` tells how it went; ``program`` and ``commands`` are what people call.
"""
