"""Each upgrade, from the settings that the version before it had."""
