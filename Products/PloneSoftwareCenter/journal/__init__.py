"""The journal of a center: who did what, when, from where and with which client.

``store`` keeps entries, ``entries`` makes them of what is known of a request, ``content``,
``people``, ``sets`` and ``settings`` hear of what happens, ``reads`` gathers reads of private
files, and ``forget`` drops old addresses. What an entry is, and how it is written out:
``pypi/journal``.
"""
