"""``<site>/.well-known/security.txt``, and the settings from which it is made."""

from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.content.constraints import WrongValue
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.security_txt import is_contact
from Products.PloneSoftwareCenter.pypi.security_txt import is_languages
from Products.PloneSoftwareCenter.pypi.security_txt import security_txt
from zope import schema
from zope.component import getUtility
from zope.interface import implementer
from zope.interface import Interface
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound


#: of the records in the registry
PREFIX = "plonesoftwarecenter.security_txt"
FILE = "security.txt"


def are_contacts(values):
    """Accept addresses that a security.txt may hold.

    :raises WrongValue: when one is none
    """
    for value in values:
        _require_address(value)
    return True


def is_policy(value):
    """Accept the address of a page.

    :raises WrongValue: when it is none
    """
    return _require_address(value)


def are_languages(value):
    """Accept a list of languages.

    :raises WrongValue: when it is none
    """
    if not is_languages(value):
        raise WrongValue(_("error_languages", default="Write languages like this: en, de."))
    return True


def _require_address(value):
    if not is_contact(value):
        raise WrongValue(
            _(
                "error_security_contact",
                default="Write an address that begins with https://, mailto: or tel:",
            )
        )
    return True


class ISecurityTxt(Interface):
    """What the file says."""

    contacts = schema.Tuple(
        title=_("label_security_contacts", default="Contacts"),
        description=_(
            "help_security_contacts",
            default="Whom to tell of a weakness of this site or of something in it, one address a"
            " line: mailto:security@example.org. Empty: there is no security.txt.",
        ),
        constraint=are_contacts,
        value_type=schema.TextLine(),
        default=(),
        missing_value=(),
        required=False,
    )
    last_day = schema.Date(
        title=_("label_security_last_day", default="Valid until"),
        description=_(
            "help_security_last_day",
            default="Until this day the file is to be believed; afterwards there is none, until"
            " somebody has seen to it that it is still right. A year is the most that is advised.",
        ),
        required=False,
    )
    policy = schema.TextLine(
        title=_("label_security_policy", default="Policy"),
        description=_(
            "help_security_policy", default="The address of a page that says what happens then."
        ),
        constraint=is_policy,
        required=False,
    )
    languages = schema.TextLine(
        title=_("label_security_languages", default="Languages"),
        description=_("help_security_languages", default="Those that are read: en, de"),
        constraint=are_languages,
        required=False,
    )


class SecurityTxtForm(RegistryEditForm):
    """The settings."""

    schema = ISecurityTxt
    schema_prefix = PREFIX
    label = _("heading_security_txt", default="security.txt")
    description = _(
        "help_security_txt",
        default="Served at /.well-known/security.txt (RFC 9116): whom to tell of a weakness.",
    )


class SecurityTxtPanel(ControlPanelFormWrapper):
    """``<site>/@@security-txt``."""

    form = SecurityTxtForm


@implementer(IPublishTraverse)
class WellKnown(BrowserView):
    """``<site>/.well-known``: files at addresses that programs know (RFC 8615)."""

    name = None

    def publishTraverse(self, request, name):
        """Take the name of the file."""
        if self.name is not None or name != FILE:
            raise NotFound(self, name, request)
        self.name = name
        return self

    def __call__(self):
        """Return the file."""
        # Neither theme nor block: it is plain text.
        self.request.environ["plone.transformchain.disable"] = True
        text = self._text() if self.name is not None else None
        if text is None:
            raise NotFound(self, FILE, self.request)
        response = self.request.response
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        response.setHeader("X-Content-Type-Options", "nosniff")
        return text

    def _text(self):
        settings = getUtility(IRegistry).forInterface(ISecurityTxt, check=False, prefix=PREFIX)
        return security_txt(
            settings.contacts or (),
            settings.last_day,
            f"{api.portal.get().absolute_url()}/.well-known/{FILE}",
            policy=settings.policy or "",
            languages=settings.languages or "",
        )
