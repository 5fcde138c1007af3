"""What may go wrong, a class each."""


class MirrorError(Exception):
    """A mirror could not do what it was asked to; the text is a sentence for people."""


class NotOurs(MirrorError):
    """A folder that can't be, or must not be, the tree of a mirror."""


class Busy(MirrorError):
    """Somebody else writes the tree at the moment."""


class Refused(MirrorError):
    """What a server has sent is not to be believed; nothing of it is kept."""


class Gone(MirrorError):
    """The server says that there is no such thing: 404."""


class Unreachable(MirrorError):
    """The server did not answer, or answered that it can't."""
