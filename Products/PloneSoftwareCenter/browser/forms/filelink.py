"""The form that adds a link to a download elsewhere."""

from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from Products.PloneSoftwareCenter.browser.forms.closed import AddsToOpenProject


class FileLinkAddForm(AddsToOpenProject, DefaultAddForm):
    """``<release>/++add++PSCFileLink``."""

    portal_type = "PSCFileLink"


class FileLinkAddView(DefaultAddView):
    """The add form on its page."""

    form = FileLinkAddForm
