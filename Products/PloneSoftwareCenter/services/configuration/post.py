"""``POST <release>/@configuration``."""

from Products.PloneSoftwareCenter.services.configuration.get import GetConfiguration
from Products.PloneSoftwareCenter.services.parameters import body_of
from Products.PloneSoftwareCenter.upload.configuration import attach


class PostConfiguration(GetConfiguration):
    """Attach a file: ``{"filename": "versions.cfg", "text": "[versions]..."}``."""

    def answer(self):
        """Return the files that there are now."""
        sent = body_of(self.request, ("filename", "text"))
        self.write()
        data = sent["text"].encode("utf-8", "surrogatepass")
        attach(self.center, self.context, sent["filename"], data)
        return super().answer()
