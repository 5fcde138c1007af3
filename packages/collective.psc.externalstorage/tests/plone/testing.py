"""A site with the strategy."""

from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from Products.PloneSoftwareCenter.testing import FastServer
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE

import collective.psc.externalstorage


class ExternalLayer(PloneSandboxLayer):
    """The product's layer, and the package's ZCML."""

    defaultBases = (PSC_FIXTURE,)  # noqa: N815 (a layer's name for it)

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=collective.psc.externalstorage)


EXTERNAL_LAYER = ExternalLayer()
EXTERNAL = FunctionalTesting(bases=(EXTERNAL_LAYER,), name="externalstorage:Functional")
EXTERNAL_HTTP = FunctionalTesting(bases=(EXTERNAL_LAYER, FastServer()), name="externalstorage:HTTP")
