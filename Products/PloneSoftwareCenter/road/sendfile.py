"""Sending files without reading them: the kernel copies from its cache to the client."""

from typing import Any
from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.channel import HTTPChannel

import errno
import io
import os
import time


#: bytes that one call asks for; what the client's buffer takes is less
MOST = 1 << 24

#: the client has left
GONE = frozenset(
    (
        errno.EBADF,
        errno.ECONNABORTED,
        errno.ECONNRESET,
        errno.ENOTCONN,
        errno.EPIPE,
        errno.ESHUTDOWN,
    )
)


class FileSendingChannel(HTTPChannel):
    """A connection that sends whole files with ``sendfile(2)``, where the system can."""

    can_send_files = hasattr(os, "sendfile")

    def _flush_some(self, do_close: bool = True) -> bool:
        """Send what the client takes now; whoever calls sees to it that nobody else does."""
        while len(self.outbufs) > 1 and not self.outbufs[0].__len__():
            self.outbufs.pop(0).close()
        if self.can_send_files and _is_on_disk(self.outbufs[0]):
            try:
                return self._send_file(self.outbufs[0])
            except BlockingIOError:
                return False
            except OSError as error:
                if error.errno in GONE:
                    if do_close:
                        self.handle_close()
                    return False
                # Not from this file system: read it, then, as everything else.
                self.can_send_files = False
        flushed: bool = super()._flush_some(do_close=do_close)
        return flushed

    def _send_file(self, outbuf: Any) -> bool:
        """Send a stretch of a file, and say whether there was something to send.

        :raises OSError: when the client takes nothing now or has left, or there is no way
        """
        file = outbuf.file
        count = os.sendfile(
            self.socket.fileno(), file.fileno(), file.tell(), min(outbuf.remain, MOST)
        )
        if not count:
            # Somebody has made the file shorter: an end too soon tells the client.
            self.will_close = True
            return False
        outbuf.skip(count)
        self.total_outbufs_len -= count
        self.last_activity = time.time()
        return True


def _is_on_disk(outbuf: Any) -> bool:
    """Say whether a buffer is what is left of a file that is read as it lies there."""
    return isinstance(outbuf, ReadOnlyFileBasedBuffer) and isinstance(
        outbuf.file, io.BufferedReader
    )
