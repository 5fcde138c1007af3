"""A stream becomes an object: in parts, each with its sha256, and never as a whole in memory."""

from base64 import b64encode
from botocore.exceptions import ClientError
from collective.psc.s3storage.client import code_of
from collective.psc.s3storage.client import saying_why
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from typing import Any
from typing import BinaryIO

import contextlib
import hashlib
import logging


logger = logging.getLogger(__name__)

#: bytes of a part: 10,000 of them make 80 GB
PART = 8 << 20
#: what the object is told to be, whoever gets hold of it
TYPE = "application/octet-stream"
#: what stores a multipart upload that is gone; it may be because it was completed
NO_UPLOAD = "NoSuchUpload"


class Uploading:
    """One object that is written.

    :param client: boto3's
    :param place: ``Bucket`` and ``Key`` of the object
    """

    def __init__(self, client: Any, place: dict[str, str]) -> None:
        self.client = client
        self.place = place
        #: whether the server has said of all bytes that their sha256 is right
        self.is_confirmed = True

    def write(self, stream: BinaryIO, size: int, sha256: str) -> None:
        """Write the object; nothing is left of it when this raises.

        :raises FileDamaged: when the stream has another size or another digest
        :raises StorageUnavailable: when it can't be written
        :raises StorageFull: when there is no room
        """
        reading = Reading(stream, size, sha256)
        first = reading.part()
        if len(first) < PART:
            reading.require_right()
            self._write_at_once(first)
        else:
            self._write_in_parts(reading, first)

    def _write_at_once(self, content: bytes | bytearray) -> None:
        try:
            with saying_why():
                self._note(
                    self.client.put_object(
                        **self.place, Body=content, ContentType=TYPE, **checksum(content)
                    ),
                    content,
                )
        except BaseException:
            # It may be there all the same: the answer may have been lost.
            with contextlib.suppress(Exception):
                self.client.delete_object(**self.place)
            raise

    def _write_in_parts(self, reading: "Reading", first: bytearray) -> None:
        with saying_why():
            begun = self.client.create_multipart_upload(
                **self.place, ContentType=TYPE, ChecksumAlgorithm="SHA256"
            )
            upload = {**self.place, "UploadId": begun["UploadId"]}
        try:
            parts: list[dict[str, Any]] = []
            part = first
            while part:
                parts.append(self._write_part(upload, len(parts) + 1, part))
                part = reading.part()
            # Before the object is there, so that there never is a wrong one.
            reading.require_right()
            self._complete(upload, parts, reading.size)
        except BaseException:
            for undo, where in (
                (self.client.abort_multipart_upload, upload),
                (self.client.delete_object, self.place),
            ):
                with contextlib.suppress(Exception):
                    undo(**where)
            raise

    def _write_part(self, upload: dict[str, str], number: int, part: bytearray) -> dict[str, Any]:
        with saying_why():
            answer = self.client.upload_part(
                **upload, PartNumber=number, Body=part, **checksum(part)
            )
            etag = answer["ETag"]
        self._note(answer, part)
        return {"PartNumber": number, "ETag": etag, **checksum(part)}

    def _complete(self, upload: dict[str, str], parts: list[dict[str, Any]], size: int) -> None:
        with saying_why():
            try:
                self.client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
            except ClientError as error:
                if code_of(error) != NO_UPLOAD:
                    raise
                # It was completed before: the answer to an earlier attempt was lost.
                if self.client.head_object(**self.place)["ContentLength"] != size:
                    raise

    def _note(self, answer: dict[str, Any], part: bytes | bytearray) -> None:
        said = answer.get("ChecksumSHA256")
        if said is None:
            self.is_confirmed = False
        elif said != checksum(part)["ChecksumSHA256"]:
            raise FileDamaged(self.place["Key"], "the object store has other bytes")


class Reading:
    """A stream that is read part by part and compared at its end."""

    def __init__(self, stream: BinaryIO, size: int, sha256: str) -> None:
        self.size = size
        self._stream = stream
        self._sha256 = sha256
        self._digest = hashlib.sha256()
        self._read = 0

    def part(self) -> bytearray:
        """Return the next part, shorter than ``PART`` at the end of the stream."""
        part = bytearray()
        while len(part) < PART and (block := self._stream.read(min(1 << 20, PART - len(part)))):
            part += block
        self._digest.update(part)
        self._read += len(part)
        return part

    def require_right(self) -> None:
        """
        :raises FileDamaged: when what was read has another size or another digest
        """
        if self._read != self.size:
            raise FileDamaged(self._sha256, f"{self._read} bytes instead of {self.size}")
        found = self._digest.hexdigest()
        if found != self._sha256:
            raise FileDamaged(self._sha256, f"its sha256 is {found}, not {self._sha256}")


def checksum(part: bytes | bytearray) -> dict[str, str]:
    """Return what tells a server the sha256 of a part, so that it refuses another."""
    return {"ChecksumSHA256": b64encode(hashlib.sha256(part).digest()).decode()}
