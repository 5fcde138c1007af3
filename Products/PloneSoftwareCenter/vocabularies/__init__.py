"""Named vocabularies ``plonesoftwarecenter.*`` for the forms of our types.

- ``center``, ``licenses``, ``project``: what a center or a project offers
- ``policy``: the choices among a center's rules
- ``terms``: how a vocabulary is made, and which center is asked
"""
