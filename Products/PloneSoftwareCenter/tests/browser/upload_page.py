"""A center whose upload form is sent as a browser sends it."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import main_links
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.served import ServedCenter

import re


PAGE = "/upload-files"
SCRIPT = ("for_script", "1")


class UploadPageCase(ServedCenter):
    def wheel(self, name="demo", version="1.0", **more):
        return make_wheel(name, version, folder=self.folder, **more)

    def token(self, client, path=""):
        """Open the page; return its authenticator, empty where there is no form."""
        answer = client.get(path + PAGE)
        self.assertEqual(answer.status, 200, answer.body)
        self.page = main_text(answer.text)
        self.links = main_links(answer.text)
        found = re.search(
            r'id="psc-upload".*?name="_authenticator" value="(\w+)"', answer.text, re.S
        )
        return found[1] if found else ""

    def send(self, *files, client=None, path="", fields=()):
        """Fill in the form and send it; a file is a path or (file name, bytes)."""
        client = client or self.owner
        pairs = [
            file if isinstance(file, tuple) else (file.name, file.read_bytes()) for file in files
        ]
        sent = [("_authenticator", self.token(client, path)), *fields]
        answer = client.post([*sent, *(("content", pair) for pair in pairs)], path + PAGE)
        self.refresh()
        return answer

    def send_one(self, file, **more):
        """Send a file as the script does; return (HTTP status, what is told of it)."""
        answer = self.send(file, fields=[SCRIPT], **more)
        (outcome,) = answer.json
        return answer.status, outcome
