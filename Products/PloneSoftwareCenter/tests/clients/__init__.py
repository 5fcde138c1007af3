"""Real clients, run as programs against a center that is served.

``driving`` runs a program in a home of its own, ``driving_pip`` and the like run one client;
``fixtures`` holds what the installers choose from, ``private`` what not everybody may see and
where passwords lie, ``watching`` what the server heard and logged; ``environments/`` names what
clients need that do not fit beside Plone. Then there is one module a client, with what it sends
and what it takes.
"""
