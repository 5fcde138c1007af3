"""``GET <center>/@sets``, ``GET <center>/@sets/<name>`` and ``.../<name>/<version>``."""

from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.sets import find_set
from Products.PloneSoftwareCenter.index.sets import find_sets
from Products.PloneSoftwareCenter.index.sets import ids_of_sets
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.set_texts import TEXTS
from Products.PloneSoftwareCenter.reading.sets import pins_of_set
from Products.PloneSoftwareCenter.services.listing import listing
from Products.PloneSoftwareCenter.services.service import CenterService
from Products.PloneSoftwareCenter.services.summaries import yanked_pair
from urllib.parse import quote


class GetSets(CenterService):
    """``<center>/@sets``: those that the asker may view; one of them with its members."""

    longest_path = 2

    def answer(self):
        """Return a part of the list of all, or of those of a name, or one set."""
        if len(self.path) == 2:
            return self._one(*self.path)
        ids = ids_of_sets(self.center, self.path[0]) if self.path else None
        found = find_sets(self.center, ids)
        if self.path and not found:
            raise NotFound()
        return listing(self.request, found, self._summary)

    def _summary(self, brain):
        # The title is both, and neither has a blank in it.
        name, _blank, version = brain.Title.partition(" ")
        told = (brain.getId, brain.Description, brain.review_state)
        return self._told(name, version.strip(), *told)

    def _one(self, name, version):
        found = find_set(self.center, name, version)
        told = (found.getId(), found.Description(), state_of(found))
        pins = pins_of_set(self.center, found, self.index_url.removesuffix("/simple/")).pins
        return {
            **self._told(found.set_name, found.version.strip(), *told),
            "items": [
                {
                    "name": pin.name,
                    "version": pin.version,
                    "sha256": list(pin.sha256),
                    **yanked_pair(pin.yanked),
                    "fault": pin.fault,
                }
                for pin in pins
            ],
        }

    def _told(self, name, version, set_id, description, state):
        base = self.index_url.removesuffix("simple/")
        base += f"sets/{normalize_name(name)}/{quote(version, safe='')}/"
        return {
            "@id": f"{self.center_url}/{quote(set_id)}",
            "@type": "PSCSet",
            "name": name,
            "version": version,
            "description": description,
            "review_state": state,
            "texts": {filename: f"{base}{filename}" for filename in TEXTS},
        }
