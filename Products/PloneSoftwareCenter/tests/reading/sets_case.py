"""A center with a few distributions, and sets of them."""

from plone import api
from plone.dexterity.utils import createContentInContainer
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.by_path import publish_archive


class SetsCase(ServedCenter):
    def publish(self, name, version, *requires, make=make_wheel):
        extra = "".join(f"Requires-Dist: {text}\n" for text in requires)
        path = make(name, version, folder=self.folder, metadata_extra=extra)
        with self.changes():
            publish_archive(self.center, path)
        return path

    def make_set(self, members, name="stack", version="1.0", state="published"):
        with self.changes():
            made = createContentInContainer(
                self.center, "PSCSet", set_name=name, version=version, members=members
            )
            if state != "draft":
                api.content.transition(made, "publish")
            if state == "withdrawn":
                api.content.transition(made, "withdraw")
        return made

    def lines(self, path, client=None):
        """Return (lines that say something, comments) of a text."""
        answer = (client or self.nobody).get(path)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        encoding, *lines = answer.text.splitlines()
        self.assertEqual(encoding, "# -*- coding: utf-8 -*-")
        said = [line for line in lines if line and not line.startswith("#")]
        return said, [line for line in lines if line.startswith("#")]
