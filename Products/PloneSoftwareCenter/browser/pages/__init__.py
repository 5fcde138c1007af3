"""Pages for people: a view class a file, with the template of the same name in ``templates/``."""
