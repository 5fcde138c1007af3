"""``@configuration``: the configuration files of a release."""
