"""What can go wrong before or while something is sent; each is one sentence for people."""


class DistError(Exception):
    """The parent of all."""


class PypircError(DistError):
    """The file of servers can't be read, or would not be read again as it was meant."""


class UnknownServer(DistError):
    """Nobody has told where this server is."""


class NoCredentials(DistError):
    """A server needs a password, and there is none and nobody to ask."""


class BadArchive(DistError):
    """A file is no distribution that can be sent."""


class FileChanged(DistError):
    """A file is not what it was when it was read first."""


class Stopped(DistError):
    """Somebody has interrupted."""


class Unreachable(DistError):
    """A server did not answer, or not in HTTP.

    :param ambiguous: whether it may have got everything nevertheless
    :param passing: whether another try may help
    """

    def __init__(self, sentence: str, ambiguous: bool = False, passing: bool = True) -> None:
        super().__init__(sentence)
        self.ambiguous = ambiguous
        self.passing = passing
