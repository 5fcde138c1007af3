"""``GET <center>/@projects`` and ``GET <center>/@projects/<name>``."""

from Products.PloneSoftwareCenter.index.projects import find_projects
from Products.PloneSoftwareCenter.index.projects import PUBLIC
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.services.listing import listing
from Products.PloneSoftwareCenter.services.parameters import choice_of
from Products.PloneSoftwareCenter.services.parameters import text_of
from Products.PloneSoftwareCenter.services.service import CenterService
from Products.PloneSoftwareCenter.services.summaries import project_summary


#: field of the query -> index of the catalog
FILTERS = {
    "category": "psc_categories",
    "classifier": "psc_classifiers",
    "compatibility": "psc_compatibility",
    "name": "psc_names",
}
STATES = ("public", "published", "featured", "pending", "unapproved")
ORDERS = ("sortable_title", "modified", "created", "psc_latest_release_date")
DIRECTIONS = ("ascending", "descending")


class GetProjects(CenterService):
    """``<center>/@projects``: those that the asker may view, searched and filtered."""

    longest_path = 1

    def answer(self):
        """Return a part of the list, or the project that holds a name."""
        if self.path:
            return self._one(self.path[0])
        state = choice_of(self.request, "review_state", STATES)
        found = find_projects(
            self.center,
            states=PUBLIC if state == "public" else (state,),
            text=text_of(self.request, "SearchableText"),
            sort_on=choice_of(self.request, "sort_on", ORDERS),
            sort_order=choice_of(self.request, "sort_order", DIRECTIONS),
            **self._filters(),
        )
        return listing(self.request, found, self._summary)

    def _one(self, name):
        record = visible_record(self.center, name)
        found = find_projects(
            self.center, states=STATES[1:], psc_names=record.normalized_name, sort_limit=1
        )
        if not found:
            raise NotFound()
        return self._summary(found[0])

    def _filters(self):
        given = {index: text_of(self.request, name) for name, index in FILTERS.items()}
        given["psc_names"] = normalize_name(given["psc_names"])
        return {index: value for index, value in given.items() if value}

    def _summary(self, brain):
        return project_summary(self.center, brain)
