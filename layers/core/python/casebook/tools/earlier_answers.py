"""What was answered before in the same diagnosis: nothing is asked again that has not changed.

Each tool decides by `still_holds` whether an earlier answer of its own is still the answer. The
mechanism is here and in `Toolbox.gather`: the evidence is found by its tool and query, its raw
result is read from where it is kept, and held against its digest.
"""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from casebook.domain.evidence import Evidence
from casebook.domain.model import Json, Model
from casebook.errors import CasebookError
from casebook.ports.evidence import RawResults
from casebook.tools.run import ToolRun
from casebook.tools.tool import Parameters, Scope, Tool

D = TypeVar("D", bound=Model)


class EarlierAnswers:
    """The answers of earlier steps, and those of this step as they come, oldest first."""

    def __init__(self, scope: Scope, store: RawResults) -> None:
        self._scope, self._store = scope, store
        self._earlier = () if scope.repeats else scope.evidence
        self._own: list[Evidence] = []
        self._raw: dict[str, bytes] = {}
        self._data: dict[str, Model | None] = {}

    def add(self, run: ToolRun[Any]) -> None:
        """A run of this step has ended."""
        self._own.append(run.evidence)
        self._data[run.evidence.id] = run.data

    def still_holding(
        self, call_id: str, tool: Tool[Any, Any], parameters: Parameters
    ) -> ToolRun[Any] | None:
        """The newest answer of an earlier step to this query, if it is still the answer."""
        asked: Json = parameters.model_dump(mode="json")
        then = next((e for e in reversed(self._earlier) if _is_answer(e, tool.name, asked)), None)
        if then is None or not tool.still_holds(then, parameters, self._scope, self):
            return None
        raw = self._read(then)
        data = self.data(then, tool.data) if then.outcome == "success" else None
        if raw is None or (data is None and then.outcome == "success"):
            return None
        return ToolRun(call_id, tool.name, asked, then, data, duration_ms=0, raw_bytes=len(raw))

    def newest(self, tool: str) -> Evidence | None:
        found = self._of(tool)
        return found[-1] if found else None

    def when(self, then: Evidence, tool: str) -> Evidence | None:
        place = next((p for p, each in enumerate(self._all) if each.id == then.id), 0)
        before = [each for each in self._all[:place] if each.tool == tool]
        after = [each for each in self._all[place:] if each.tool == tool]
        return before[-1] if before else next(iter(after), None)

    def data(self, evidence: Evidence, kind: type[D]) -> D | None:
        if evidence.id not in self._data:
            raw = self._read(evidence) if evidence.outcome == "success" else None
            self._data[evidence.id] = _parsed(raw, kind) if raw is not None else None
        found = self._data[evidence.id]
        return found if isinstance(found, kind) else None

    @property
    def _all(self) -> Sequence[Evidence]:
        return (*self._earlier, *self._own)

    def _of(self, tool: str) -> list[Evidence]:
        return [each for each in self._all if each.tool == tool]

    def _read(self, evidence: Evidence) -> bytes | None:
        """The raw result, if it is there and nobody changed it."""
        if evidence.id not in self._raw:
            try:
                raw = self._store.get(evidence.location)
            except CasebookError:
                return None
            if not evidence.is_of(raw):
                return None
            self._raw[evidence.id] = raw
        return self._raw[evidence.id]


def _is_answer(evidence: Evidence, tool: str, asked: Json) -> bool:
    """True if it answers the query: what was asked stands in what was queried."""
    query = evidence.query
    same = all(name in query and query[name] == value for name, value in asked.items())
    return evidence.tool == tool and evidence.outcome != "error" and same


def _parsed(raw: bytes, kind: type[D]) -> D | None:
    try:
        return kind.model_validate(json.loads(raw))
    except (ValueError, ValidationError):
        return None
