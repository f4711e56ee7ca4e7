"""A socket that a whole exchange has so many seconds for, however the other side drips."""

import io
import socket
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds. Raises TimeoutError: there are none."""
        if (left := self._at - time.monotonic()) <= 0:
            raise TimeoutError
        return left


class HeldTo:
    """What `http.client` needs of a socket. A socket's own timeout is for one read, and begins anew
    with each byte that comes; here each read and write has what is left of one deadline."""

    def __init__(self, deadline: Deadline, sock: socket.socket) -> None:
        self._deadline = deadline
        self._sock = sock

    def sendall(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            self._sock.settimeout(self._deadline.left())
            view = view[self._sock.send(view) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reads(self._deadline, self._sock))

    def close(self) -> None:
        self._sock.close()


class _Reads(io.RawIOBase):
    def __init__(self, deadline: Deadline, sock: socket.socket) -> None:
        self._deadline = deadline
        self._sock = sock
        # The socket's own file keeps it open: a response is read after its connection was closed.
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer") -> int | None:
        self._sock.settimeout(self._deadline.left())
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()
