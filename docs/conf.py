"""How Sphinx builds the documentation: ``python -m sphinx -W -b html docs docs/_build``."""

project = "Products.PloneSoftwareCenter"
author = "The contributors of Products.PloneSoftwareCenter"
copyright = "2026, the contributors; GPL-2.0-only"  # noqa: A001 (the name that Sphinx reads)

extensions = []
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "alabaster"
html_theme_options = {
    "description": "A Plone site that is a Python package index",
    "fixed_sidebar": True,
    "show_powered_by": False,
}
html_show_sourcelink = False
html_copy_source = False
