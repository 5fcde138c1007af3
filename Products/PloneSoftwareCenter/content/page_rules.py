"""What the pages of a center show of texts that others have written."""

from plone.supermodel import model
from Products.PloneSoftwareCenter.i18n import _
from zope import schema


class IPageRules(model.Schema):
    """The part of a center's form that is about its pages."""

    model.fieldset(
        "pages",
        label=_("label_fieldset_pages", default="Pages"),
        fields=["description_images"],
    )
    description_images = schema.Bool(
        title=_("label_description_images", default="Show the images of descriptions"),
        description=_(
            "help_description_images",
            default="They lie on servers of others, which learn the address of each visitor, though"
            " not which page was read. Switched off, pages show the words that stand for an image.",
        ),
        default=True,
        required=False,
    )


class HasPageRules:
    """The defaults of a center, also of one that was made before there was the rule."""

    description_images = True
