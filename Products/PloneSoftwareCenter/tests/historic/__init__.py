"""What the tests of the earlier product asserted and no other test here does.

``docs/develop/history.rst`` says of each of its assertions where it is tested now, or why not.
"""
