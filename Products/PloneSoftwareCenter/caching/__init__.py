"""What caches are told: the rule sets of Plone's caching, and what to purge in front of the site.

How long an answer may be kept is said by ``reading`` itself, on both roads.
"""
