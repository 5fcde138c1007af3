"""Finding projects for people: by words, filters and order, from the catalog alone.

``question`` (what somebody asks, read from an address and written into one), ``words`` (what is
looked for in the texts), ``projects`` (the answer), ``counts`` (how many there are beside each
filter), ``order`` (sorting), ``popularity`` (downloads, where somebody counts them).
"""
