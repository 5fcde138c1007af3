"""What the archives of a release say of it."""

from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata

import dataclasses
import logging


logger = logging.getLogger(__name__)


def core_metadata_of(record, release: ReleaseRecord) -> CoreMetadata:
    """Return what the archives of a release say: the first that came, and can be read."""
    states = sorted(release.files.values(), key=lambda state: state["upload_time"])
    for state in states:
        sidecar = release.sidecars.get(state["filename"])
        if sidecar is None or sidecar.core_metadata is None:
            continue
        try:
            found = parse_metadata(sidecar.core_metadata)
        except InvalidArchive as error:
            logger.warning("%s: %s", state["filename"], error)
            continue
        # An upload's form may have told it where its archive did not.
        requires_python = found.requires_python or state["requires_python"]
        return dataclasses.replace(found, requires_python=requires_python)
    requires_python = next((s["requires_python"] for s in states if s["requires_python"]), None)
    return CoreMetadata(record.name, release.version, requires_python=requires_python)


def project_urls_of(record, release: ReleaseRecord) -> tuple[tuple[str, str], ...]:
    """Return the pairs of label and URL of a release; kept until its name's record changes."""
    return cached_value(
        record,
        ("project urls", release.version),
        lambda: core_metadata_of(record, release).project_urls,
    )
