"""What a site may add to the taking of uploads."""

from zope.interface import Interface


class IUploadCheck(Interface):
    """A check of a site's own: a virus scanner, a rule of the house.

    A named adapter of the center; all of them run after ours, in the order of their names, before
    anything is stored. It may be asked many times at once, from several threads.
    """

    def __call__(upload, policy):
        """Return, or refuse the upload.

        :param upload: ``pypi.upload.Upload``, with digests and what the archive says; its
            ``content`` is open for reading at 0, and not to be closed
        :param policy: ``pypi.policy.Policy`` of the center
        :raises PackageIndexError: when it is refused; the text is what the sender reads, and
            ``InvalidUpload`` is 400
        """
