"""The objects of one center: below a prefix of their own, with a mark.

::

    <prefix><id of the center>/mark         says the id once more
                               files/<key>  each file: its sha256, a dot, and digits that make
                                            the key unique
"""

from collections.abc import Iterator
from collections.abc import Sequence
from collective.psc.s3storage.client import BRIEF
from collective.psc.s3storage.client import client_for
from collective.psc.s3storage.client import LONG
from collective.psc.s3storage.client import saying_why
from collective.psc.s3storage.client import USUAL
from collective.psc.s3storage.pace import Paced
from collective.psc.s3storage.ranged import RangedStream
from collective.psc.s3storage.settings import Settings
from collective.psc.s3storage.uploading import Uploading
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from typing import Any
from typing import BinaryIO

import contextlib
import hashlib
import logging
import re
import time


logger = logging.getLogger(__name__)

KEY = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{16}")
#: seconds after which an upload is one that a killed process has left behind
LEFT_BEHIND = 24 * 3600
#: seconds between two looks for such
SWEEP = 3600
#: objects that are deleted with one request
TOGETHER = 1000
#: seconds in which a mark must come, once it is beginning to
SOON = 4
#: seconds that a URL for a client is good
GOOD_FOR = 300

#: bucket and prefix -> when this process looked for what was left behind
_swept: dict[tuple[str, str], float] = {}


class Shelf:
    """The objects of one center.

    :param identifier: of the center
    """

    def __init__(self, settings: Settings, identifier: str) -> None:
        self.settings = settings
        self.identifier = identifier
        self.prefix = f"{settings.prefix}{identifier}/"
        self.files = f"{self.prefix}files/"
        self.mark = {"Bucket": settings.bucket, "Key": f"{self.prefix}mark"}

    def __str__(self) -> str:
        return f"{self.settings.bucket}/{self.prefix}"

    @property
    def client(self) -> Any:
        return client_for(self.settings, USUAL)

    def place(self, key: str) -> dict[str, str]:
        """Return bucket and name of a file's object."""
        return {"Bucket": self.settings.bucket, "Key": f"{self.files}{key}"}

    def is_marked(self, client: Any = None) -> bool:
        """Tell whether these are the objects that the center knows.

        :raises StorageUnavailable: when that can't be found out
        """
        try:
            with saying_why("mark"):
                answer = (client or self.client).get_object(**self.mark, Range="bytes=0-99")
                with contextlib.closing(Paced(answer["Body"], SOON)) as body:
                    said = body.read(100)
                if len(said) < answer["ContentLength"] <= 100:
                    raise ValueError("the mark came in part only")
        except FileMissing:
            return False
        return said.decode("ascii", "replace").strip() == self.identifier

    def require_mark(self, client: Any = None) -> None:
        """
        :raises StorageUnavailable: when the mark is not found
        """
        if not self.is_marked(client):
            raise StorageUnavailable(
                f"{self} is not where this center's archives lie: its object {self.mark['Key']}"
                " is missing, or says another id. Is it the right bucket?"
            )

    def prepare(self) -> None:
        """Write the mark, for a center that has never kept a file here.

        :raises StorageUnavailable: when that can't be done
        """
        if not self.is_marked():
            with saying_why():
                self.client.put_object(**self.mark, Body=f"{self.identifier}\n".encode())

    def check(self) -> None:
        """
        :raises StorageUnavailable: when the mark can't be read, in a few seconds
        """
        self.require_mark(client_for(self.settings, BRIEF))

    def check_bucket(self) -> None:
        """
        :raises StorageUnavailable: when the bucket can't be asked, in a few seconds
        """
        with saying_why():
            client_for(self.settings, BRIEF).head_bucket(Bucket=self.settings.bucket)

    def receive(self, stream: BinaryIO, size: int, sha256: str, key: str) -> None:
        """Make a stream the object of a key.

        :raises FileDamaged: when it has another size or another digest
        :raises StorageUnavailable: when it can't be written
        :raises StorageFull: when there is no room
        """
        self._sweep_sometimes()
        uploading = Uploading(client_for(self.settings, LONG), self.place(key))
        uploading.write(stream, size, sha256)
        if not uploading.is_confirmed:
            # The server does not compare: so it is done here.
            try:
                self._compare(key, sha256)
            except BaseException:
                self.remove_all([key])
                raise

    def _compare(self, key: str, sha256: str) -> None:
        with self.open(key) as written:
            found = hashlib.file_digest(written, "sha256").hexdigest()
        if found != sha256:
            raise FileDamaged(key, f"the object store has made it {found}")

    def open(self, key: str) -> RangedStream:
        """Return an object as a stream; asks for nothing but its size.

        :raises FileMissing: when it is not there
        """
        place = self.place(key)
        with saying_why(key):
            return RangedStream(self.client, place, key, self.client.head_object(**place))

    def remove_all(self, keys: Sequence[str]) -> None:
        """Remove objects, those that are there.

        :raises StorageUnavailable: when some may be left
        """
        for first in range(0, len(keys), TOGETHER):
            some = keys[first : first + TOGETHER]
            objects = [{"Key": self.place(key)["Key"]} for key in some]
            with saying_why():
                answer = self.client.delete_objects(
                    Bucket=self.settings.bucket, Delete={"Objects": objects, "Quiet": True}
                )
            if answer.get("Errors"):
                left = answer["Errors"]
                raise StorageUnavailable(
                    f"{len(left)} objects could not be removed, the first is"
                    f" {left[0].get('Key')}: {left[0].get('Code')}."
                )

    def keys(self, seconds: float = 0) -> Iterator[str]:
        """Yield the key of each file that has been there for so many seconds, sorted."""
        self.require_mark()
        youngest = datetime.now(UTC) - timedelta(seconds=seconds)
        token: dict[str, str] = {}
        while True:
            with saying_why():
                answer = self.client.list_objects_v2(
                    Bucket=self.settings.bucket, Prefix=self.files, **token
                )
            for found in answer.get("Contents", ()):
                key = found["Key"].removeprefix(self.files)
                # Servers tell whole seconds.
                if KEY.fullmatch(key) and (not seconds or found["LastModified"] <= youngest):
                    yield key
            if not answer.get("IsTruncated"):
                return
            token = {"ContinuationToken": answer["NextContinuationToken"]}

    def url(self, key: str, filename: str) -> str:
        """Return a URL that gives the object for some minutes, to whoever has it."""
        quoted = filename.replace("\\", "_").replace('"', "_")
        with saying_why(key):
            url: str = self.client.generate_presigned_url(
                "get_object",
                Params={
                    **self.place(key),
                    "ResponseContentDisposition": f'attachment; filename="{quoted}"',
                    "ResponseContentType": "application/octet-stream",
                },
                ExpiresIn=GOOD_FOR,
            )
        return url

    def uploads(self) -> Iterator[tuple[str, str, datetime]]:
        """Yield (name of the object, id, when it began) of each upload that has not ended."""
        begin: dict[str, str] = {}
        while True:
            with saying_why():
                answer = self.client.list_multipart_uploads(
                    Bucket=self.settings.bucket, Prefix=self.files, **begin
                )
            for found in answer.get("Uploads", ()):
                yield found["Key"], found["UploadId"], found["Initiated"]
            if not answer.get("IsTruncated"):
                return
            begin = {
                "KeyMarker": answer["NextKeyMarker"],
                "UploadIdMarker": answer["NextUploadIdMarker"],
            }

    def sweep(self, seconds: float = LEFT_BEHIND) -> None:
        """Remove the parts of uploads that began so long ago: killed processes left them.

        :raises StorageUnavailable: when that can't be done
        """
        oldest = datetime.now(UTC) - timedelta(seconds=seconds)
        for name, upload, began in list(self.uploads()):
            if began < oldest:
                with saying_why():
                    self.client.abort_multipart_upload(
                        Bucket=self.settings.bucket, Key=name, UploadId=upload
                    )

    def _sweep_sometimes(self) -> None:
        now, where = time.monotonic(), (self.settings.bucket, self.prefix)
        if now - _swept.get(where, -SWEEP) < SWEEP:
            return
        _swept[where] = now
        try:
            self.sweep()
        except StorageError as error:
            # Not all servers can, not all policies let us: a rule of the bucket does it as well.
            logger.warning("Uploads that were left behind in %s are not removed: %s", self, error)
