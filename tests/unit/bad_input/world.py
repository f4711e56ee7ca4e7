"""A shop whose payments address is dead, seen through the real tools over sources that lie.

Its specialists, checker and coordinator are the real ones too; only AWS is not.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from casebook.agents.specialist import Run
from casebook.domain.change import Change, FieldChange
from casebook.domain.model import Json
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource, Workload
from casebook.errors import CasebookError
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.ports.logs import LogPage
from casebook.ports.metrics import Series
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.get_workload_state import GetWorkloadState
from casebook.tools.list_changes import ListChanges
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.registry import Toolbox
from casebook.tools.search_logs import SearchLogs
from casebook.tools.search_past_diagnoses import SearchPastDiagnoses
from casebook.tools.tool import Scope
from local.memory.clock import FakeClock
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryChangeStore, MemoryEvidenceStore, MemoryObservationStore
from local.memory.telemetry import (
    MemoryConfiguration,
    MemoryLogs,
    MemoryMetrics,
    MemoryPlatformEvents,
    MemoryTrail,
)
from tests.fakes.shop import CHECKOUT_LOGS, NOW, shop
from tests.unit.agents.builders import Diagnosed, error_line, info_line
from tests.unit.agents.builders import diagnose as diagnose_all

ALARM_AT = NOW - timedelta(seconds=20)
REFUSED = error_line(
    "checkout failed: cannot reach payments at 127.0.0.1:9: [Errno 111] Connection refused",
    "PaymentFailed",
)


def at(seconds: float) -> datetime:
    """So many seconds after the alarm."""
    return ALARM_AT + timedelta(seconds=seconds)


class Breaking:
    """A source that fails as long as `failure` is set."""

    def __init__(self, logs: MemoryLogs, metrics: MemoryMetrics) -> None:
        self._logs = logs
        self._metrics = metrics
        self.failure: CasebookError | None = None

    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        if self.failure:
            raise self.failure
        return self._logs.search(log_group, window, pattern, limit)

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        if self.failure:
            raise self.failure
        return self._metrics.query(metrics, window, period_seconds)


class World:
    """Everything there is to be seen, as `diagnose` of the builders wants it."""

    def __init__(self, workload: Workload | None = None) -> None:
        self.workload = workload or shop()
        self.window = Window(start=at(-120), end=at(0))
        self.now = 20.0
        self.clock = FakeClock(NOW)
        self.logs = MemoryLogs(CHECKOUT_LOGS)
        self.metrics = MemoryMetrics()
        self.sources = Breaking(self.logs, self.metrics)
        self.configuration = MemoryConfiguration(self.clock)
        self.configuration.settings |= {"checkout-fn": {}, "orders-table": {}, "payments": None}
        self.changes = MemoryChangeStore()
        self.trail = MemoryTrail()
        self.past = MemoryDiagnosisStore(MemoryEventLog(self.clock))
        self.asked: list[tuple[str, Json]] = []
        self.runs: list[Run] = []

    @property
    def scope(self) -> Scope:
        return Scope(self.workload, self.window, at(self.now))

    def toolbox(self) -> Toolbox:
        tools = [
            GetLogPatterns(self.sources),
            SearchLogs(self.sources),
            QueryMetrics(self.sources),
            GetWorkloadState(self.configuration),
            ListChanges(
                self.configuration,
                MemoryObservationStore(),
                self.changes,
                MemoryPlatformEvents(),
                self.trail,
                self.clock,
            ),
            SearchPastDiagnoses(self.past),
        ]
        return Toolbox(tools, self.scope, "dgn_1", MemoryEvidenceStore(), self.clock)

    def gather(self, *calls: tuple[str, Json]) -> list[Run]:
        self.asked += calls
        runs = self.toolbox().gather(*calls)
        self.runs += runs
        return runs

    def log(self, message: str, *seconds: float, group: str = CHECKOUT_LOGS) -> "World":
        for second in seconds:
            self.logs.write(group, at(second), message)
        return self

    def measure(self, name: str, values: Iterable[tuple[float, float]]) -> "World":
        """Values of a metric of checkout-fn by seconds from the alarm."""
        metric = self.metric(name)
        for second, value in values:
            self.metrics.put(metric, at(second), value)
        return self

    def metric(self, name: str) -> Metric:
        checkout = self.workload.resource("checkout-fn")
        assert checkout is not None
        return next(each for each in checkout.metrics if each.name == name)

    def change(self, seconds: float, **fields: object) -> "World":
        change = {
            "change_id": f"chg_{seconds}", "at": at(seconds), "kind": "configuration",
            "resource": "checkout-fn", "actor": "bob", "summary": "the address was changed",
            "diff": (FieldChange(path="environment.PAYMENTS_URL",
                                 before="http://pay.internal:8080/", after="http://127.0.0.1:9/"),),
        }  # fmt: skip
        self.changes.add(self.workload.workload_id, Change.model_validate(change | fields))
        return self

    def remember(self, summary: str) -> "World":
        """A past diagnosis that concluded so."""
        self.past.update(
            DiagnosisHeader(
                diagnosis_id="dgn_0", workload_id=self.workload.workload_id, project="team",
                status="concluded", started_at=at(-90_000), ended_at=at(-89_000), verdict="likely",
                resource="orders-table", category="throttling", summary=summary,
            )
        )  # fmt: skip
        return self


def quiet(workload: Workload | None = None) -> World:
    """A shop that works: lines without an error, invocations without a failure."""
    world = World(workload)
    world.log(info_line("checkout finished"), *range(-3_600, 20, 30))
    world.measure("Invocations", [(second, 60.0) for second in range(-3_700, 20, 60)])
    return world.measure("Errors", [(second, 0.0) for second in range(-3_700, -100, 60)])


def dead_address(workload: Workload | None = None, line: str = REFUSED) -> World:
    """The shop whose function was given an address where nobody listens."""
    world = quiet(workload).log(line, *range(-50, 20, 2))
    world.measure("Errors", [(-100, 0.0), (-40, 25.0)])
    return world.change(-55)


def with_metric(name: str) -> Workload:
    """The shop, with one more metric of checkout-fn."""
    workload = shop()
    extra = Metric(namespace="Shop", name=name, dimensions={"Service": "checkout"})
    resources = [
        Resource(**{**each.model_dump(), "metrics": (*each.metrics, extra)})
        if each.name == "checkout-fn"
        else each
        for each in workload.resources
    ]
    return workload.model_copy(update={"resources": tuple(resources)})


def diagnose(world: World) -> Diagnosed:
    """One round of all agents. Whatever came in, it concludes, and the checker has no objection."""
    diagnosed = diagnose_all(world)  # type: ignore[arg-type]
    assert diagnosed.objections == []
    return diagnosed


Bad = Callable[[World], object]
