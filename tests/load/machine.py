"""What the machine had to do during a run: whose processes used its processors."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from types import TracebackType
from typing import NamedTuple

import psutil

_SECONDS = 1.0
_FULL = 0.9
"""From this share on something counts as saturated."""


class Utilisation(NamedTuple):
    """Means over the run. `busy`: the share of all processors that was in use, by whomever. The
    others are cores: of the emulator's own process, of the functions, of the clients."""

    processors: int
    busy: float
    emulator: float
    functions: float
    clients: float
    most_functions: int

    @property
    def first(self) -> str:
        """What was saturated, as far as this was measured."""
        if self.emulator >= _FULL:
            return "the emulator: one process, whose interpreter uses one core at a time"
        if self.busy >= _FULL:
            others = self.busy * self.processors - self.emulator - self.functions - self.clients
            most = max(
                (self.functions, "the functions"),
                (self.clients, "the clients of this run"),
                (self.emulator, "the emulator"),
                (others, "other programs"),
            )
            return f"this machine's processors; most of them by {most[1]}"
        return "nothing: processors were idle, so waiting between tries bounds it"


class Machine:
    """Watches from entering to leaving the `with` block."""

    def __init__(self, emulator: int) -> None:
        self._emulator = psutil.Process(emulator)
        self._clients = psutil.Process(os.getpid())
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._functions: dict[int, float] = {}
        self._busy: list[float] = []
        self._most = 0

    def __enter__(self) -> Machine:
        psutil.cpu_percent()
        self._sample()
        self._before = dict(self._functions)
        self._began = (time.monotonic(), _spent(self._emulator), _spent(self._clients))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def utilisation(self) -> Utilisation:
        """What was measured until now."""
        began, emulator, clients = self._began
        seconds = time.monotonic() - began
        functions = sum(
            spent - self._before.get(pid, 0.0) for pid, spent in self._functions.items()
        )
        return Utilisation(
            processors=psutil.cpu_count() or 1,
            busy=sum(self._busy) / max(1, len(self._busy)),
            emulator=(_spent(self._emulator) - emulator) / seconds,
            functions=functions / seconds,
            clients=(_spent(self._clients) - clients) / seconds,
            most_functions=self._most,
        )

    def _watch(self) -> None:
        while not self._over.wait(_SECONDS):
            self._sample()
            self._busy.append(psutil.cpu_percent() / 100)

    def _sample(self) -> None:
        children = self._emulator.children(recursive=True)
        self._most = max(self._most, len(children))
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                self._functions[child.pid] = _spent(child)


def _spent(process: psutil.Process) -> float:
    """Seconds of processor time of the process itself."""
    times = process.cpu_times()
    return float(times.user + times.system)
