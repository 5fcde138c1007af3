"""The forms of a known good set: its members must be there, its name and version free."""

from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import wrap_form
from Products.PloneSoftwareCenter.index.sets import require_free
from Products.PloneSoftwareCenter.index.sets import require_members
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.sets import InvalidSet
from z3c.form.interfaces import WidgetActionExecutionError
from zope.interface import classImplements
from zope.interface import Invalid


def check(center, data, known_good=None):
    """See that a set can be what a form says.

    :param known_good: the set that is edited; None: one that is not made yet
    :raises WidgetActionExecutionError: with what is wrong, at its field
    """
    try:
        require_free(center, data["set_name"], data["version"], known_good)
    except InvalidSet as error:
        raise WidgetActionExecutionError("version", Invalid(str(error))) from error
    try:
        require_members(center, data["members"])
    except InvalidSet as error:
        raise WidgetActionExecutionError("members", Invalid(str(error))) from error


class SetAddForm(DefaultAddForm):
    """``<center>/++add++PSCSet``."""

    portal_type = "PSCSet"

    def create(self, data):
        """Return a set.

        :raises WidgetActionExecutionError: when it can't be what the form says
        """
        check(self.context, data)
        return super().create(data)


class SetAddView(DefaultAddView):
    """The add form on its page."""

    form = SetAddForm


class SetEditForm(DefaultEditForm):
    """``<set>/edit``, while it is a draft."""

    def applyChanges(self, data):
        """Change the set.

        :raises WidgetActionExecutionError: when it can't be what the form says
        """
        check(center_of(self.context), data, self.context)
        return super().applyChanges(data)


SetEditView = wrap_form(SetEditForm)
classImplements(SetEditView, IDexterityEditForm)
