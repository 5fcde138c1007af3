"""The form in which a center is edited: it tells what another storage would mean."""

from plone import api
from plone.base.utils import human_readable_size
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import wrap_form
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.maintenance.places import places_of
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from z3c.form.validator import SimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.i18n import translate
from zope.interface import classImplements
from zope.interface import Invalid

import copy


NAME = "storage_strategy"


class CenterEditForm(DefaultEditForm):
    """``<center>/edit``."""

    def updateFields(self):
        super().updateFields()
        for group in self.groups:
            if NAME in group.fields:
                shown = group.fields[NAME]
                # The schema's own is everybody's.
                shown.field = copy.copy(shown.field)
                shown.field.description = self._told()

    def _told(self):
        """Say where files lie, and what becomes of them."""
        places = places_of(self.context)
        if not places.by_storage:
            return _("help_storage_strategy_empty", default="There are no files yet.")
        found = [
            translate(self._place(name, *numbers), context=self.request)
            for name, numbers in sorted(places.by_storage.items())
        ]
        mapping = {"places": "; ".join(found)}
        if not places.is_complete:
            return _(
                "help_storage_strategy_many",
                default="New files are kept there at once. Files that lie elsewhere stay until the"
                " command “psc migrate” moves them. Among the first that were counted: ${places}.",
                mapping=mapping,
            )
        return _(
            "help_storage_strategy_now",
            default="New files are kept there at once. Files that lie elsewhere stay until the"
            " command “psc migrate” moves them. There are now: ${places}.",
            mapping=mapping,
        )

    def _place(self, name, count, size):
        try:
            title = translate(storage_named(self.context, name).title, context=self.request)
        except StorageError:
            title = name
        return _(
            "text_files_in_place",
            default="${title}: ${size} (files: ${count})",
            mapping={"title": title, "count": str(count), "size": human_readable_size(size)},
        )

    def applyChanges(self, data):
        before = self.context.storage_strategy
        changes = super().applyChanges(data)
        after = self.context.storage_strategy
        if after != before:
            self._tell_change(after)
        return changes

    def _tell_change(self, strategy):
        places = places_of(self.context)
        count, size = places.outside(strategy)
        if not count:
            return
        mapping = {"count": str(count), "size": human_readable_size(size), "strategy": strategy}
        message = _(
            "msg_files_lie_elsewhere",
            default="New files are kept in the new place. Elsewhere lie ${size} (files: ${count})"
            " and stay there; the command “psc migrate ${strategy}” moves them.",
            mapping=mapping,
        )
        if not places.is_complete:
            message = _(
                "msg_files_lie_elsewhere_many",
                default="New files are kept in the new place. Elsewhere lie more than ${size}"
                " (files: ${count}) and stay there; the command “psc migrate ${strategy}” moves"
                " them.",
                mapping=mapping,
            )
        api.portal.show_message(message, self.request)


class StrategyValidator(SimpleFieldValidator):
    """Of the field *Where files are kept*: what can't be used is not chosen."""

    def validate(self, value, force=False):
        super().validate(value, force)
        if value == self.context.storage_strategy:
            return
        try:
            storage_named(self.context, value).check()
        except (StorageError, OSError) as error:
            raise Invalid(str(error)) from error


WidgetValidatorDiscriminators(
    StrategyValidator, context=IPloneSoftwareCenter, field=IPloneSoftwareCenter[NAME]
)


CenterEditView = wrap_form(CenterEditForm)
classImplements(CenterEditView, IDexterityEditForm)
