"""Plans deaths of functions' processes on a stack that is up, and tells which have happened."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Collection
from dataclasses import asdict, replace
from functools import partial
from typing import Any, get_args

from casebook.domain.events import chat, chosen, diagnosis, tools  # whose types are known then
from casebook.domain.events.event import payload_types
from local import emulator, paths
from local.deaths.dying import PATH, Death, Moment
from local.deaths.writes import Write
from local.errors import DeathNotPossible
from local.state import Stack

start = partial(emulator.start, paths.EMULATOR_LOG, "local.deaths.mortal_ministack")
"""Starts an emulator on which functions' processes can be killed."""

__all__ = ["Deaths", "checked", "start", "writes"]

_STACK = "Casebook-local-"
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_EVENTS = (chat, chosen, diagnosis, tools)


def writes() -> list[str]:
    """The names of writes: the kinds, and the types of events."""
    return [*Write, *payload_types()]


def checked(death: Death, functions: Collection[str]) -> Death:
    """The death, if one of these functions can die it. Raises DeathNotPossible."""
    _among("function", death.function, functions)
    _among("write", death.write, writes())
    _among("moment", death.moment, get_args(Moment))
    if death.nth < 1 or death.times < 1:
        raise DeathNotPossible("A process dies of its 1st write or a later one, once or more.")
    return death


class Deaths:
    """The deaths on a stack; functions go by the names of their folders (`agent_turn`)."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def plan(self, death: Death) -> None:
        """From now on it may happen. Raises DeathNotPossible."""
        functions = self._functions()
        checked(death, functions)
        self._ask("POST", asdict(death) | {"function": functions[death.function]})

    def planned(self) -> list[tuple[Death, int]]:
        """Each planned death and how often it has happened, in the order of their planning."""
        planned = self._ask("GET")
        deaths = [Death(**shown["death"]) for shown in planned]
        named = [replace(death, function=_folder(death.function)) for death in deaths]
        return list(zip(named, (int(shown["fired"]) for shown in planned), strict=True))

    def fired(self) -> list[int]:
        """How often each has happened."""
        return [fired for _, fired in self.planned()]

    def forget(self) -> None:
        """Nothing dies any more."""
        self._ask("DELETE")

    def _functions(self) -> dict[str, str]:
        """The full names of Casebook's functions, by their folders."""
        pages = self._stack.aws.client("lambda").get_paginator("list_functions").paginate()
        names = [str(each["FunctionName"]) for page in pages for each in page["Functions"]]
        return {_folder(name): name for name in names if name.startswith(_STACK)}

    def _ask(self, method: str, body: object = None) -> list[dict[str, Any]]:
        address = self._stack.emulator.endpoint + PATH
        sent = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(address, sent, method=method)
        try:
            with _DIRECT.open(request, timeout=30) as answer:
                return list(json.load(answer))
        except (urllib.error.HTTPError, ValueError) as error:
            raise DeathNotPossible(
                "This stack was started without deaths: `casebook up --deaths` starts one with."
            ) from error


def _folder(full_name: str) -> str:
    return full_name.removeprefix(_STACK).replace("-", "_")


def _among(what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        raise DeathNotPossible(
            f"There is no {what} {name!r}; there are {', '.join(sorted(known))}."
        )
