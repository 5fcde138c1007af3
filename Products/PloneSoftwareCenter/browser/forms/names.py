"""The names of a project in its forms: they must be free."""

from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.claims import check_drop
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from z3c.form.interfaces import IForm
from z3c.form.validator import SimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.component import adapter
from zope.interface import Interface
from zope.interface import Invalid


@adapter(Interface, IPloneSoftwareCenterLayer, IForm, Interface, Interface)
class FreeNames(SimpleFieldValidator):
    """Asks the index whether the project may hold the names."""

    def validate(self, value, force=False):
        """See that each name is one and nobody else's, and none with releases is left out.

        :raises Invalid: with the sentence that an upload would get
        """
        super().validate(value, force)
        project = self.context if IPSCProject.providedBy(self.context) else None
        center = project and center_of(project)
        if center is None and IPloneSoftwareCenter.providedBy(self.context):
            # an add form: its context is the center
            center = self.context
        if center is None:
            return
        try:
            check_claim(center, value or (), project)
            if project is not None:
                check_drop(center, value or (), project)
        except PackageIndexError as error:
            raise Invalid(str(error)) from error


WidgetValidatorDiscriminators(FreeNames, field=IPSCProject["distributions"])
