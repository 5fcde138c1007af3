"""The forms and the REST services by which managers change who may see something."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from urllib.parse import urlencode

import json


def entry(user, checked):
    """Return what the sharing form sends of a user."""
    return {
        "entries.id:records": user,
        "entries.type:records": "user",
        **({"entries.role_Reader:records": "1"} if checked else {}),
    }


def share(case, content, fields, inherit):
    """Send the form of the sharing tab."""
    browser, token = logged_in(case, content)
    form = {
        "_authenticator": token,
        "form.submitted": "1",
        "form.button.Save": "Save",
        **({"inherit:boolean": "1"} if inherit else {}),
        **fields,
    }
    browser.post(f"{content.absolute_url()}/@@sharing", urlencode(form))


def logged_in(case, content):
    """Return a manager's browser and the token of its forms."""
    browser = Browser(case.layer["app"])
    browser.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    browser.open(f"{content.absolute_url()}/@@sharing")
    return browser, browser.getControl(name="_authenticator", index=0).value


def rest(case, path, data):
    """Post JSON to plone.restapi as a manager."""
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    answer = case.manager.request("POST", path, json.dumps(data).encode(), headers)
    case.assertEqual(answer.status, 204, answer.body)
