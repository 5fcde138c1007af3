"""Webhooks: other programs are told what happens in a center or a project.

``events`` hears of it, ``store`` keeps hooks and what they are to be told, in the transaction of
what happened; ``deliver`` takes what is due and ``send`` sends it, in the thread of ``worker`` or
for ``psc webhooks``. What a hook is, and where it may lead: ``pypi/hooks``.
"""
