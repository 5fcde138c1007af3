"""The version of a release in its forms: the center must take it."""

from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.rules import require_version
from Products.PloneSoftwareCenter.upload.policy import policy_of
from z3c.form.interfaces import IForm
from z3c.form.validator import SimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.component import adapter
from zope.interface import Interface
from zope.interface import Invalid


@adapter(Interface, IPloneSoftwareCenterLayer, IForm, Interface, Interface)
class TakenVersion(SimpleFieldValidator):
    """Asks the rules of the center."""

    def validate(self, value, force=False):
        """See that the center takes the version.

        :raises Invalid: with the sentence that an upload would get
        """
        super().validate(value, force)
        center = center_of(self.context)
        if center is None or not value or value == getattr(self.context, "version", None):
            return
        try:
            require_version(value, policy_of(center))
        except PackageIndexError as error:
            raise Invalid(str(error)) from error


WidgetValidatorDiscriminators(TakenVersion, field=IPSCRelease["version"])
