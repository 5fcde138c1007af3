"""The content types: one file each, schema and class.

- ``center``, ``project``, ``release``, ``file``, ``filelink``: the types;
  ``fields``, ``constraints``, ``lines``: what their fields are made of
- ``inside``: what is common to all that lies in a center; ``copies``: what a copy loses
- ``ids``, ``naming``: ids that hide nothing; ``distributions``, ``titles``: names and titles
- ``states``, ``workflow_effects``: workflow states and what follows from them
- ``addable``, ``evaluators``, ``sharing``: who may do what; ``roles`` tells that it changes
- ``latest``, ``indexers``: what the catalog is told
"""
