"""Counts the requests of tools to AWS, and the bytes that their queries scan."""

import threading

from casebook.domain.usage import Spent


class AwsMeter:
    """Safe to use from several threads: tools read several resources side by side."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spent = Spent()

    def count(self, *, requests: int = 0, bytes_scanned: int = 0) -> None:
        with self._lock:
            self._spent += Spent(aws_requests=requests, bytes_scanned=bytes_scanned)

    def take(self) -> Spent:
        """What was counted since this was last called."""
        with self._lock:
            taken, self._spent = self._spent, Spent()
        return taken
