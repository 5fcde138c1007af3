"""Portlets: what is new in a center, and a field to search it, on any page of the site."""
