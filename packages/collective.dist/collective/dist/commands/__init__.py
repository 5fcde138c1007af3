"""Commands of setup.py: ``mregister``, ``mupload``, ``check``.

setuptools finds them by their entry points; a bare distutils (Python up to 3.11) with
``--command-packages=collective.dist.commands``.
"""
