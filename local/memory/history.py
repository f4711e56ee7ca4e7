"""Changes, observations and evidence in memory."""

from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.errors import CasebookError, NotFound
from casebook.ports.changes import Observation


class MemoryChangeStore:
    def __init__(self) -> None:
        self._changes: dict[tuple[str, str], Change] = {}

    def add(self, workload_id: str, change: Change) -> None:
        self._changes[workload_id, change.change_id] = change

    def within(self, workload_id: str, window: Window) -> list[Change]:
        mine = [each for (owner, _), each in self._changes.items() if owner == workload_id]
        return sorted((each for each in mine if each.at in window), key=lambda each: each.at)


class MemoryObservationStore:
    def __init__(self) -> None:
        self._latest: dict[str, dict[str, Observation]] = {}

    def latest(self, workload_id: str) -> dict[str, Observation]:
        return dict(self._latest.get(workload_id, {}))

    def keep(self, workload_id: str, observation: Observation) -> None:
        latest = self._latest.setdefault(workload_id, {})
        known = latest.get(observation.resource)
        if known is None or known.at <= observation.at:
            latest[observation.resource] = observation


class MemoryEvidenceStore:
    """With `failure`, nothing can be kept."""

    def __init__(self) -> None:
        self.raw: dict[str, bytes] = {}
        self.failure: CasebookError | None = None

    def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
        if self.failure:
            raise self.failure
        location = f"evidence/{stream}/{evidence_id}.json"
        self.raw[location] = raw
        return location

    def get(self, location: str) -> bytes:
        if location not in self.raw:
            raise NotFound("the raw result has expired or was never kept")
        return self.raw[location]

    def find(self, stream: str, evidence_id: str) -> bytes:
        return self.get(f"evidence/{stream}/{evidence_id}.json")

    def put_text(self, stream: str, evidence_id: str, text: str) -> None:
        if self.failure:
            raise self.failure
        self.raw[f"evidence/{stream}/{evidence_id}.txt"] = text.encode()

    def text(self, stream: str, evidence_id: str) -> str:
        return self.get(f"evidence/{stream}/{evidence_id}.txt").decode()
