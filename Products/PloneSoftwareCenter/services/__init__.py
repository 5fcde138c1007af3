"""plone.restapi services of centers and what lies in them: a folder a resource, a file a verb.

``service`` is what all of them have in common, ``parameters`` reads what a client sends,
``listing`` and ``summaries`` write what it gets. No list wakes content: everything comes from
records and the catalog.
"""
