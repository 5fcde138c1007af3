"""Where licenses can be read."""

# packaging keeps the list of identifiers to itself; it is data, and a test looks at it.
from packaging.licenses._spdx import LICENSES
from Products.PloneSoftwareCenter.browser.pages.page import safe_link
from Products.PloneSoftwareCenter.content.lines import read_lines


SPDX = "https://spdx.org/licenses/{}.html"


def license_url(center, text):
    """Return the address of a license: the center's own, else that of its SPDX identifier.

    :returns: None where neither is known
    """
    own = next((line for line in read_lines(center.available_licenses) if line.id == text), None)
    if own is not None:
        return safe_link(own.text)
    known = LICENSES.get(text.lower())
    return SPDX.format(known["id"]) if known else None
