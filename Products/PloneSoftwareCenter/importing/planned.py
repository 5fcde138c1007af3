"""What an import that writes nothing has let pass: the archives behind it would meet it."""

from Products.PloneSoftwareCenter.pypi.errors import FileExists
from Products.PloneSoftwareCenter.pypi.spellings import spelling_of


class Planned:
    """The files that would be there by now. (Names never stand in the way of an import.)"""

    def __init__(self) -> None:
        #: the one spelling of a file name -> (the file name, its sha256)
        self._files: dict = {}

    def is_there(self, upload) -> bool:
        """Say whether this very file would be there.

        :raises FileExists: when another one would be, in any spelling of its name
        """
        found = self._files.get(self._spelling(upload))
        if found is not None and found != self._state(upload):
            filename = upload.filename.filename
            raise FileExists(filename, *found[:1] if found[0] != filename else ())
        return found is not None

    def note(self, upload) -> None:
        """Let a file pass."""
        self._files[self._spelling(upload)] = self._state(upload)

    @staticmethod
    def _spelling(upload):
        return spelling_of(upload.filename, upload.name, upload.version)

    @staticmethod
    def _state(upload):
        return upload.filename.filename, upload.digests.sha256
