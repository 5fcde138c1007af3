"""``GET <release>/@configuration``."""

from datetime import UTC
from Products.PloneSoftwareCenter.index.configuration import configuration_of
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.services.service import CenterService
from urllib.parse import quote


class GetConfiguration(CenterService):
    """The files, by name."""

    def answer(self):
        """Return ``items``; ``url`` is where programs read the file."""
        release = self.context
        name = normalize_name(release.distribution or "")
        center = self.index_url.removesuffix("simple/")
        base = f"{center}configuration/{name}/{quote(release.version, safe='')}"
        items = [
            {
                "filename": filename,
                "url": f"{base}/{filename}",
                "size": len(file.data),
                "sha256": file.sha256,
                "upload_time": file.upload_time.astimezone(UTC).isoformat(),
            }
            for filename, file in configuration_of(release)
        ]
        return {"@id": f"{release.absolute_url()}/@configuration", "items": items}
