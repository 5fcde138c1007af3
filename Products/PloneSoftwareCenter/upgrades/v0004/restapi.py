"""plone.restapi, which a Classic site has on its disk and not in its settings."""

PROFILE = "plone.restapi:default"


def install_restapi(setup):
    """Install its profile, unless the site has it."""
    if setup.getLastVersionForProfile(PROFILE) == "unknown":
        setup.runAllImportStepsFromProfile(f"profile-{PROFILE}")
