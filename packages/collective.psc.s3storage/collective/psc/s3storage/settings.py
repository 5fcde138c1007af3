"""Which bucket the archives lie in: zope.conf says, or the environment.

Not a form: who may edit a center may not choose to which address a server sends its credentials'
signature. The credentials themselves are found by boto3, and are no setting of ours.
"""

from App.config import getConfiguration
from dataclasses import dataclass
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from urllib.parse import urlsplit

import os


PRODUCT = "collective.psc.s3storage"
#: of the variables of the environment: ``PSC_S3_BUCKET`` ...
PREFIX = "PSC_S3_"
YES, NO = ("yes", "true", "on", "1"), ("", "no", "false", "off", "0")


@dataclass(frozen=True)
class Settings:
    """Where archives lie."""

    bucket: str
    #: what the keys of all objects begin with; empty, or with a slash at its end
    prefix: str = ""
    #: URL of the server; None for Amazon's own of the region
    endpoint: str | None = None
    region: str | None = None
    #: whether the bucket stands in the path of URLs and not in their host
    path_style: bool = False
    #: whether clients may be sent to the server for public files
    presign: bool = False


def settings() -> Settings:
    """Return what is set.

    :raises StorageUnavailable: when no bucket is named, or something can't be understood
    """
    bucket = _given("bucket")
    if not bucket:
        raise StorageUnavailable(
            f"No bucket is named for archives: give zope.conf a <product-config {PRODUCT}>"
            f" with a bucket, or set {PREFIX}BUCKET."
        )
    endpoint = _given("endpoint")
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        raise StorageUnavailable(f"The endpoint for archives must be an http(s) URL: {endpoint}.")
    prefix = _given("prefix").strip("/")
    return Settings(
        bucket=bucket,
        prefix=f"{prefix}/" if prefix else "",
        endpoint=endpoint or None,
        region=_given("region") or None,
        path_style=_is_on("path-style"),
        presign=_is_on("presign"),
    )


def _given(name: str) -> str:
    products = getattr(getConfiguration(), "product_config", None) or {}
    variable = PREFIX + name.upper().replace("-", "_")
    return str(products.get(PRODUCT, {}).get(name) or os.environ.get(variable, "")).strip()


def _is_on(name: str) -> bool:
    given = _given(name).lower()
    if given not in YES + NO:
        raise StorageUnavailable(f"The setting {name} is yes or no, not {given!r}.")
    return given in YES
