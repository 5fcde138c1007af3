"""Mail about projects: reviewers hear of what waits, owners of what was decided.

``events`` hears of it, ``recipients`` says whom to write to, ``texts`` what, and ``outbox`` sends
it: after the commit, in a thread of its own, so that no mail server ever delays or fails an upload.
"""
