"""The tools that one agent may use, and what is done around every run of one."""

import json
import logging
import math
import queue
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError

from casebook import threads
from casebook.domain.harmless import harmless_texts
from casebook.domain.ids import CALL, new_id
from casebook.domain.model import Json
from casebook.errors import CasebookError
from casebook.ports.clock import Clock
from casebook.ports.evidence import RawResults
from casebook.tools.boundary import nothing_left
from casebook.tools.earlier_answers import EarlierAnswers
from casebook.tools.keeper import Answer, EvidenceKeeper, Kept
from casebook.tools.registration import AnyTool, registered
from casebook.tools.run import StartedCall, ToolRun
from casebook.tools.tool import Failed, Parameters, Scope

logger = logging.getLogger(__name__)

AnyRun = ToolRun[Any]
_Ended = queue.SimpleQueue[tuple[int, Kept]]


class Listener(Protocol):
    """Hears of every run, in the caller's thread and one call at a time: events, metrics."""

    def started(self, calls: Sequence[StartedCall]) -> None:
        """Those that begin side by side are told together: a listener that writes them down
        writes once."""
        ...

    def finished(self, run: AnyRun) -> None: ...


class _Call(NamedTuple):
    """A run that was asked for: with a tool and valid parameters, or with the reason why not."""

    call_id: str
    name: str
    given: Json
    began: float
    seconds: float = 10.0
    tool: AnyTool | None = None
    parameters: Parameters | None = None
    refusal: str = ""

    @property
    def deadline(self) -> float:
        return self.began + self.seconds

    @property
    def asked(self) -> str:
        return f"{self.name}({json.dumps(self.given, sort_keys=True, default=str)})"


class Toolbox:
    """Runs tools on one workload and window, and keeps evidence of every run.

    A run never raises for what a tool or its caller did wrong: an unknown tool, parameters that are
    not valid, a refusal, a failed AWS call, a timeout and a defect all come back as the outcome
    `error`, which says what was asked. What a tool returned is redacted before anything sees it.

    A query that an earlier step of the diagnosis asked is not run again while its answer holds: the
    run is then the earlier one, with its evidence, and no listener hears of it.
    """

    def __init__(
        self,
        tools: Iterable[AnyTool],
        scope: Scope,
        stream: str,
        evidence_store: RawResults,
        clock: Clock,
        listener: Listener | None = None,
        *,
        remote: Iterable[AnyTool] = (),
        most_seconds: float = math.inf,
    ) -> None:
        """`tools` are made and registered when the first is needed: a chat's turn that needs none
        waits for none. `remote` are those of other servers, who are asked what they offer when an
        agent wants to see everything or calls what is not among `tools`. `most_seconds` bounds
        every run, whatever its tool's own timeout is."""
        self.scope = scope
        self._unregistered = tools
        self._remote = remote
        self._most_seconds = most_seconds
        self._keeper = EvidenceKeeper(stream, evidence_store, clock)
        self._earlier = EarlierAnswers(scope, evidence_store)
        self._listener = listener
        self._listening = threading.Lock()

    @cached_property
    def _tools(self) -> Mapping[str, AnyTool]:
        """Raises Misdeclared: one of them may not be registered; see registration.py."""
        return registered(self._unregistered)

    @cached_property
    def _all_tools(self) -> Mapping[str, AnyTool]:
        return {**self._tools, **registered(self._remote)}

    @property
    def tools(self) -> tuple[AnyTool, ...]:
        """What an agent may choose from: each has a name, a description and a parameter model, and
        is of use to the workload."""
        workload = self.scope.workload
        return tuple(each for each in self._all_tools.values() if each.missing(workload) is None)

    def permits(self, name: str) -> bool:
        """Whether a tool of Casebook's own may be used."""
        return name in self._tools

    def run(self, name: str, **parameters: Any) -> AnyRun:
        """Run one tool and wait for it, at most as long as it may take."""
        return self.gather((name, parameters))[0]

    def gather(self, *calls: tuple[str, Json]) -> list[AnyRun]:
        """Run tools side by side; the runs come back in the order asked for. What still holds of
        an earlier step is not run.

        The listener hears of all starts, in that order, and of each end as it comes.
        """
        asked = dict(enumerate(self._call(name, given) for name, given in calls))
        runs = {place: run for place, call in asked.items() if (run := self._holding(call))}
        waiting = {place: call for place, call in asked.items() if place not in runs}
        ended: _Ended = queue.SimpleQueue()
        self._tell_started(list(waiting.values()))
        for place, call in waiting.items():
            threads.start(self._work, place, call, ended)  # one that hangs holds no other
        while waiting:
            place, kept = self._next(waiting, ended)
            if place in waiting:  # else it had run out of time before it answered
                runs[place] = self._tell_finished(waiting.pop(place), kept)
        return [runs[place] for place in range(len(asked))]

    def _call(self, name: str, given: Json) -> _Call:
        call_id, began = new_id(CALL), time.monotonic()
        # Whoever asks may have the words of a log line, and a recheck asks what was recorded.
        given = {name: harmless_texts(value) for name, value in given.items()}
        if (tool := self._tools.get(name) or self._all_tools.get(name)) is None:
            why = f"there is no tool {name!r}; there are: {', '.join(t.name for t in self.tools)}"
            return _Call(call_id, name, given, began, refusal=why)
        if why_not := nothing_left(self.scope.workload) or tool.missing(self.scope.workload):
            return _Call(call_id, name, given, began, refusal=why_not)
        seconds = min(tool.timeout_seconds, self._most_seconds)
        try:
            parameters = tool.parameters.model_validate(given)
        except ValidationError as error:
            why = f"{name} was not run: {in_words(error)}"
            return _Call(call_id, name, given, began, seconds, tool, refusal=why)
        asked: Json = parameters.model_dump(mode="json")
        return _Call(call_id, name, asked, began, seconds, tool, parameters)

    def _holding(self, call: _Call) -> AnyRun | None:
        if call.tool is None or call.parameters is None:
            return None
        return self._earlier.still_holding(call.call_id, call.tool, call.parameters)

    def _work(self, place: int, call: _Call, ended: _Ended) -> None:
        ended.put((place, self._kept(call)))

    def _kept(self, call: _Call) -> Kept:
        retryable = False
        try:
            return self._keeper.keep(call.name, self._answer(call))
        except CasebookError as error:
            why, retryable = f"{call.asked} failed: {error.detail}", error.retryable
        except Exception as error:
            # A defect of one tool must not end a whole diagnosis.
            logger.exception("tool %s has a defect", call.name)
            why = f"{call.asked} failed unexpectedly: {error!r}"
        return self._keeper.keep(call.name, Failed(why, call.given, self.scope.window, retryable))

    def _answer(self, call: _Call) -> Answer:
        if call.tool is None or call.parameters is None:
            return Failed(call.refusal, call.given, self.scope.window)
        answer: Answer = call.tool.run(call.parameters, self.scope)
        return answer

    def _next(self, waiting: Mapping[int, _Call], ended: _Ended) -> tuple[int, Kept]:
        """The next run to end, by itself or because its time is up."""
        place, call = min(waiting.items(), key=lambda each: each[1].deadline)
        try:
            return ended.get(timeout=max(0.0, call.deadline - time.monotonic()))
        except queue.Empty:
            why = f"{call.asked} did not answer within {call.seconds:g} s"
            late = Failed(why, call.given, self.scope.window, retryable=True)
            return place, self._keeper.keep(call.name, late)

    def _tell_started(self, calls: Sequence[_Call]) -> None:
        if self._listener and calls:
            started = [StartedCall(call.call_id, call.name, call.given) for call in calls]
            with self._listening:
                self._listener.started(started)

    def _tell_finished(self, call: _Call, kept: Kept) -> AnyRun:
        run: AnyRun = ToolRun(
            call_id=call.call_id,
            tool=call.name,
            parameters=call.given,
            evidence=kept.evidence,
            data=kept.data,
            duration_ms=round((time.monotonic() - call.began) * 1000),
            raw_bytes=kept.raw_bytes,
        )
        self._earlier.add(run)
        if self._listener:
            with self._listening:
                self._listener.finished(run)
        return run


def in_words(error: ValidationError) -> str:
    """Which parameter is wrong, and how."""
    return "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'parameters'}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)
    )
