"""Viewlets of Plone that need a word of ours."""
