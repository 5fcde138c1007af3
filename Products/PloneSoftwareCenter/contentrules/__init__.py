"""Our events as triggers of Plone's content rules, and words that their texts may use.

``events`` runs the rules, ``words`` has the words. A rule is assigned to a center, a project or a
release in Plone's own way.
"""
