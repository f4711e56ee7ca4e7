"""The tool calls of one agent: run side by side, remembered, and answered so that it can go on."""

import json
from collections.abc import Collection, Sequence
from typing import Protocol

from casebook.agents.specialist import Run, Tools
from casebook.agents.with_model.fencing import Fence
from casebook.domain.model import Json
from casebook.models.port import ToolCall
from casebook.models.transcript import ToolMessage, ToolSchema

# So many replies in a row of which nothing new came, and the model is told to finish.
_CIRCLES = 3
_AGAIN = "You made this very call before; its result stands above, as evidence"
_NO_OBJECT = "Not run: the arguments were no JSON object. Call the tool again with valid JSON."


class Form(Protocol):
    """A tool that looks nothing up: with it a model says something in a given form."""

    @property
    def schema(self) -> ToolSchema: ...

    @property
    def is_filled(self) -> bool:
        """True once it was filled in well: there is nothing left to do."""
        ...

    def fill(self, arguments: Json, evidence: Collection[str]) -> str | None:
        """Take what was said, which may cite this evidence. Returns what is wrong with it, for the
        model to fix, or None."""
        ...


class CallsMade:
    """Runs what a model asks for. Never raises for what the model or a tool did wrong."""

    def __init__(self, toolbox: Tools, fence: Fence, form: Form | None = None) -> None:
        self.runs: list[Run] = []
        self._toolbox = toolbox
        self._fence = fence
        self._form = form
        self._known: dict[str, Run] = {}
        self._wasted = 0

    @property
    def goes_in_circles(self) -> bool:
        """True when nothing new came of the last replies: calls that were made before, or that
        could not be run."""
        return self._wasted >= _CIRCLES

    @property
    def is_done(self) -> bool:
        return self._form is not None and self._form.is_filled

    def remember(self, runs: Sequence[Run]) -> None:
        """Take note of what was run before the model was asked."""
        for run in runs:
            self._remember(_key(run.tool, run.parameters), run)

    def answer(self, calls: Sequence[ToolCall], refusal: str | None = None) -> list[ToolMessage]:
        """A result for each call, in their order. With a `refusal`, nothing is looked up."""
        fresh = {} if refusal else self._run(calls)
        return [self._message(call, fresh.get(call.id), refusal) for call in calls]

    def _run(self, calls: Sequence[ToolCall]) -> dict[str, Run]:
        """The runs of those calls that are new, by the id of the call."""
        wanted: dict[str, ToolCall] = {}
        for call in calls:
            if call.arguments is not None and not self._is_form(call):
                key = _key(call.name, call.arguments)
                if key not in self._known:
                    wanted.setdefault(key, call)
        asked = [(call.name, call.arguments or {}) for call in wanted.values()]
        runs = self._toolbox.gather(*asked) if asked else []
        self.runs += runs
        for key, run in zip(wanted, runs, strict=True):
            self._remember(key, run)
        fresh = {call.id: run for call, run in zip(wanted.values(), runs, strict=True)}
        useful = any(run.outcome != "error" for run in runs)
        self._wasted = 0 if useful else self._wasted + 1
        return fresh

    def _remember(self, key: str, run: Run) -> None:
        """Under the call as it was written and as it was understood, defaults filled in. A failure
        is no result: whoever asks again gets another try."""
        if run.outcome != "error":
            self._known[key] = self._known[_key(run.tool, run.parameters)] = run

    def _message(self, call: ToolCall, run: Run | None, refusal: str | None) -> ToolMessage:
        if self._form and self._is_form(call):
            return self._filled(self._form, call)
        if call.arguments is None:
            return _failed(call, f"{_NO_OBJECT} You wrote: {call.raw[:200]}")
        if run is not None:
            return ToolMessage(
                call.id,
                call.name,
                self._fence.result(run),
                preview=self._fence.preview(run),
                evidence_id=run.evidence.id,
                failed=run.outcome == "error",
            )
        if known := self._known.get(_key(call.name, call.arguments)):
            return ToolMessage(call.id, call.name, f"{_AGAIN} {known.evidence.id}.")
        return _failed(call, refusal or "Not run.")

    def _filled(self, form: Form, call: ToolCall) -> ToolMessage:
        if call.arguments is None:
            return _failed(call, _NO_OBJECT)
        wrong = form.fill(call.arguments, {run.evidence.id for run in self._known.values()})
        return _failed(call, wrong) if wrong else ToolMessage(call.id, call.name, "Taken.")

    def _is_form(self, call: ToolCall) -> bool:
        return self._form is not None and call.name == self._form.schema.name


def _failed(call: ToolCall, why: str) -> ToolMessage:
    return ToolMessage(call.id, call.name, why, failed=True)


def _key(tool: str, arguments: Json) -> str:
    """What makes two calls the same."""
    return f"{tool}({json.dumps(arguments, sort_keys=True, default=str)})"
