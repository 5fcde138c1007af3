"""``DELETE <release>/@configuration/<filename>``."""

from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.services.configuration.get import GetConfiguration
from Products.PloneSoftwareCenter.upload.configuration import detach


class DeleteConfiguration(GetConfiguration):
    """Delete a file."""

    longest_path = 1

    def answer(self):
        """Return the files that are left."""
        if not self.path:
            raise NotFound()
        self.write()
        detach(self.context, self.path[0])
        return super().answer()
