"""What the index of a center offers to a resolution, from records alone."""

from collections.abc import Sequence
from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.queries import indexed_releases
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.sets import yanked_as_whole
from Products.PloneSoftwareCenter.pypi.candidates import Offer
from Products.PloneSoftwareCenter.pypi.candidates import Offers
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata
from Products.PloneSoftwareCenter.pypi.status import serves_files


#: whose word on what is needed counts most: a wheel's is final (PEP 643)
TRUSTED = ("bdist_wheel", "sdist", "bdist_egg")


def offers_of(center) -> Offers:
    """Return what tells the releases of a name that the asker may see."""

    def offers(name: str) -> Sequence[Offer]:
        try:
            record = visible_record(center, name)
        except NotFound:
            return ()
        if not serves_files(record.status):
            return ()
        return [offer_of(record, release) for release in indexed_releases(record) if release.files]

    return offers


def offer_of(record, release) -> Offer:
    """Return a release with files as a resolution takes it.

    :param record: of its name
    """
    state = min(release.files.values(), key=lambda one: TRUSTED.index(one["packagetype"]))
    return Offer(
        name=record.name,
        version=release.version,
        is_yanked=bool(yanked_as_whole(release)),
        requires_python=state["requires_python"],
        requires=lambda: cached_value(
            record, ("requires", release.version), lambda: _requires(release, state["filename"])
        ),
    )


def _requires(release, filename) -> tuple[str, ...]:
    sidecar = release.sidecars.get(filename)
    if sidecar is None or sidecar.core_metadata is None:
        return ()
    try:
        return parse_metadata(sidecar.core_metadata).requires_dist
    except InvalidArchive:
        return ()
