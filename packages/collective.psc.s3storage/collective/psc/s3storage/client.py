"""boto3's client, with bounded patience, and its errors in the words of the contract."""

from boto3.session import Session
from botocore.client import Config
from botocore.exceptions import BotoCoreError
from botocore.exceptions import ClientError
from collections.abc import Iterator
from collective.psc.s3storage.gate import Gate
from collective.psc.s3storage.pace import Dripping
from collective.psc.s3storage.settings import Settings
from dataclasses import dataclass
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from typing import Any
from urllib3.exceptions import HTTPError

import contextlib
import os
import threading


@dataclass(frozen=True)
class Patience:
    """How long a request may take, in seconds, and how often it is tried."""

    connect: float
    #: between two blocks of bytes
    read: float
    attempts: int


#: for what people and load balancers wait for
BRIEF = Patience(2, 4, 1)
#: for one request about an object
USUAL = Patience(4, 10, 3)
#: for parts that are sent, and for putting them together
LONG = Patience(4, 60, 3)

#: what servers say when there is no room
FULL = frozenset(
    ("InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull")
)
#: ... when bytes have changed on their way
CHANGED = frozenset(("BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch"))
NO_BUCKET = "NoSuchBucket"

_clients: dict[tuple[int, Settings, Patience], Any] = {}
_gates: dict[tuple[int, Settings], Gate] = {}
_lock = threading.Lock()


def client_for(settings: Settings, patience: Patience = USUAL) -> Any:
    """Return the client of this process; threads share it.

    :raises StorageUnavailable: when boto3 can't make one
    """
    # Connections must not be shared with a process that was forked.
    key = (os.getpid(), settings, patience)
    with _lock:
        if key not in _clients:
            with saying_why():
                client = _make(settings, patience)
            _gates.setdefault(key[:2], Gate()).watch(client)
            _clients[key] = client
        return _clients[key]


def gate_of(settings: Settings) -> Gate:
    """Return what this process knows of a store, whatever the patience."""
    client_for(settings)
    return _gates[os.getpid(), settings]


def _make(settings: Settings, patience: Patience) -> Any:
    config = Config(
        signature_version="s3v4",
        connect_timeout=patience.connect,
        read_timeout=patience.read,
        retries={"mode": "standard", "total_max_attempts": patience.attempts},
        max_pool_connections=20,
        s3={"addressing_style": "path" if settings.path_style else "auto"},
        # Ours are sha256, said with each part. Not all servers know what boto3 would add.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return Session().client(
        "s3", endpoint_url=settings.endpoint, region_name=settings.region, config=config
    )


@contextlib.contextmanager
def saying_why(key: str | None = None) -> Iterator[None]:
    """Raise what the contract knows in place of what boto3 raises.

    :param key: of the file that is asked for; None when it is about the bucket
    """
    try:
        yield
    except ClientError as error:
        raise _meant(error, key) from error
    except (BotoCoreError, Dripping, HTTPError, KeyError, OSError, ValueError) as error:
        # ``ValueError``: an endpoint that is no URL, an answer that is no XML; ``KeyError``: one in
        # which something is missing, as in that of a proxy which answers in the store's place
        raise StorageUnavailable(
            f"The object store does not answer as it should: {type(error).__name__}: {error}"
        ) from error


def status_of(error: ClientError) -> int:
    """Return the HTTP status of an answer that refuses."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)


def code_of(error: ClientError) -> str:
    """Return the word by which it says why; a number where there is none, as after HEAD."""
    return str(error.response.get("Error", {}).get("Code") or status_of(error))


def _meant(error: ClientError, key: str | None) -> Exception:
    status, code = status_of(error), code_of(error)
    if status == 404 and key is not None and code != NO_BUCKET:
        return FileMissing(key)
    if status == 412 and key is not None:
        return FileDamaged(key, "the object has changed while it was read")
    if code in CHANGED:
        return FileDamaged(key or "", f"the object store says {code}")
    if status == 507 or code in FULL:
        return StorageFull(f"The object store has no room for more ({status} {code}).")
    doing = error.operation_name
    hint = " Look at its credentials and at the policy of the bucket." if status == 403 else ""
    return StorageUnavailable(f"The object store refuses {doing}: {status} {code}.{hint}")
