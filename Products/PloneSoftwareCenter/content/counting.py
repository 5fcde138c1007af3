"""What a center counts of the downloads of its files."""

from plone.supermodel import model
from Products.PloneSoftwareCenter.i18n import _
from zope import schema


class ICounting(model.Schema):
    """The part of a center's form that says so; see ``downloads``."""

    model.fieldset(
        "downloads",
        label=_("label_fieldset_downloads", default="Downloads"),
        fields=["download_counts"],
    )
    download_counts = schema.Choice(
        title=_("label_download_counts", default="Which downloads are counted"),
        description=_(
            "help_download_counts",
            default="Counted is which file, on which day, by which kind of installer and for which"
            " Python; never by whom or from where. Where a cache or a mirror sends files without"
            " asking this site, the command “psc counts” takes their logs in: choose logs alone,"
            " if these also have what this site is asked for.",
        ),
        vocabulary="plonesoftwarecenter.download_counts",
        default="requests",
    )


class Counts:
    """The default, also of a center that was made before there was the choice."""

    download_counts = "requests"
