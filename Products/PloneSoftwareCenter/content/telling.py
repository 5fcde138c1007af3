"""What a center keeps of what happens in it, and whom it tells."""

from plone.supermodel import model
from Products.PloneSoftwareCenter.i18n import _
from zope import schema


class ITelling(model.Schema):
    """The fields of a center that say so; see ``journal`` and ``mail``."""

    model.fieldset(
        "journal",
        label=_("label_fieldset_journal", default="Journal and mail"),
        fields=["journal_address_days", "journal_reads", "mail_reviewers", "mail_owners"],
    )
    journal_address_days = schema.Int(
        title=_("label_journal_address_days", default="Days for which the journal has addresses"),
        description=_(
            "help_journal_address_days",
            default="The network addresses from which something was done are neither shown nor"
            " kept any longer; with 0 none is ever kept. The entries themselves stay.",
        ),
        default=90,
        min=0,
        max=36500,
    )
    journal_reads = schema.Bool(
        title=_("label_journal_reads", default="Keep reads of private files"),
        description=_(
            "help_journal_reads",
            default="The journal then tells who has downloaded files that not everybody may see."
            " Tell your users.",
        ),
        default=False,
        required=False,
    )
    mail_reviewers = schema.Bool(
        title=_("label_mail_reviewers", default="Tell reviewers by mail what waits"),
        description=_(
            "help_mail_reviewers",
            default="One mail to each reviewer when a project is submitted, or was made by an"
            " upload and waits for its review.",
        ),
        default=True,
        required=False,
    )
    mail_owners = schema.Bool(
        title=_("label_mail_owners", default="Tell owners by mail what was decided"),
        description=_(
            "help_mail_owners",
            default="One mail to each owner when a project is published or rejected, with the"
            " reviewer's comment.",
        ),
        default=True,
        required=False,
    )


class Tells:
    """The defaults, for centers that have never been asked."""

    journal_address_days = 90
    journal_reads = False
    mail_reviewers = True
    mail_owners = True
