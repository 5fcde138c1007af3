"""``GET <center>/@names`` and ``GET <center>/@names/<name>``."""

from bisect import bisect_left
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import visible_names
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.services.listing import listing
from Products.PloneSoftwareCenter.services.parameters import text_of
from Products.PloneSoftwareCenter.services.service import CenterService
from urllib.parse import quote


class GetNames(CenterService):
    """``<center>/@names``: the distribution names whose projects the asker may see, in order.

    A name that nobody holds, is reserved, or that the asker may not know of is 404 alike.
    """

    longest_path = 1

    def answer(self):
        """Return a part of the list, or one name."""
        if self.path:
            return self.one(visible_record(self.center, self.path[0]))
        names = [normalized for normalized, _name in visible_names(self.center)]
        prefix = normalize_name(text_of(self.request, "prefix"))
        if prefix:
            # The list is in order.
            begin = bisect_left(names, prefix)
            names = names[begin : bisect_left(names, f"{prefix}\x7f", begin)]
        records = center_index(self.center).names
        return listing(self.request, names, lambda name: self.one(records[name]))

    def one(self, record):
        """Return what is told of a name."""
        project_url = f"{self.center_url}/{quote(record.project_id)}"
        return {
            "@id": f"{self.center_url}/@names/{record.normalized_name}",
            "name": record.name,
            "normalized_name": record.normalized_name,
            "project": project_url,
            "releases": f"{self.center_url}/@releases/{record.normalized_name}",
            "index": f"{self.index_url}{record.normalized_name}/",
            "status": record.status,
            "status_reason": record.status_reason,
            "serial": record.serial_number,
        }
