"""Tool runs as events of a stream."""

from collections.abc import Sequence

from casebook.domain.events.diagnosis import EvidenceFound
from casebook.domain.events.event import Draft
from casebook.domain.events.tools import ToolFinished, ToolStarted
from casebook.domain.model import Model
from casebook.streams import Stream
from casebook.tools.run import StartedCall, ToolRun


class ToolRecorder:
    """Tells a stream of every run. `parent` is the seq of what made the agent look."""

    def __init__(self, stream: Stream, actor: str, parent: int) -> None:
        self._stream = stream
        self._actor = actor
        self._parent = parent
        self._started: dict[str, int] = {}

    def started(self, calls: Sequence[StartedCall]) -> None:
        drafts = [
            Draft(
                self._actor,
                ToolStarted(call_id=call.call_id, tool=call.tool, parameters=call.parameters),
                self._parent,
            )
            for call in calls
        ]
        for call, event in zip(calls, self._stream.append(*drafts), strict=True):
            self._started[call.call_id] = event.seq

    def finished(self, run: ToolRun[Model]) -> None:
        """In a chat the evidence travels with the event; see `DiagnosisRecorder`."""
        self._append(run, self._finished(run, embed=True))

    def _finished(self, run: ToolRun[Model], *, embed: bool) -> ToolFinished:
        return ToolFinished(
            call_id=run.call_id,
            tool=run.tool,
            outcome=run.outcome,
            duration_ms=run.duration_ms,
            evidence_id=run.evidence.id,
            evidence=run.evidence if embed else None,
        )

    def _append(self, run: ToolRun[Model], *payloads: ToolFinished | EvidenceFound) -> None:
        parent = self._started.get(run.call_id, self._parent)
        self._stream.append(*(Draft(self._actor, each, parent) for each in payloads))


class DiagnosisRecorder(ToolRecorder):
    """A diagnosis tells of evidence in an event of its own, which everybody can subscribe to."""

    def finished(self, run: ToolRun[Model]) -> None:
        self._append(run, self._finished(run, embed=False), EvidenceFound(evidence=run.evidence))
