"""What one diagnosis asks of AWS, by quota: the figures that `local/scale` multiplies.

Scenarios are replayed on DynamoDB's adapters, whose requests and write units are counted on their
way to moto, with one browser following. What tools read is counted at their ports: a read of a log
group is one request to FilterLogEvents (more, if it has many lines), a query of up to 500 metrics
one to GetMetricData, a name one to LookupEvents. Scenarios have no configuration to observe.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any
from unittest.mock import patch

from casebook.adapters.dynamodb.alarms import DynamoAlarmStore
from casebook.adapters.dynamodb.connections import DynamoConnectionStore
from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.history import DynamoChangeStore, DynamoObservationStore
from casebook.adapters.dynamodb.table import Table
from casebook.adapters.dynamodb.team_knowledge import DynamoTeamDocumentStore
from casebook.adapters.dynamodb.usage import DynamoUsageStore
from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore
from casebook.analysis.changes import ROLE
from casebook.budget.bookings import Bookings
from casebook.diagnosis.coordinating import Coordinating
from casebook.diagnosis.investigating import Investigating
from casebook.domain.diagnosis_queue import Caps
from casebook.domain.usage import Spent
from casebook.settings import Settings
from casebook.streams import Push
from casebook.wiring import SystemClock
from cli.evaluation import replay
from cli.evaluation.recorded import RecordedMetrics
from cli.evaluation.scenario import Scenario
from cli.evaluation.silence import silence
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.connections import FakeWire
from local.memory.history import MemoryEvidenceStore
from local.memory.telemetry import MemoryLogs, MemoryTrail
from tests.bench.turn import CountingAws, table_in_moto
from tests.evals.suite import names, scenario

EVERY = 12
_READS: tuple[tuple[type, str, str], ...] = (
    (MemoryLogs, "search", "filterLogEvents"),
    (MemoryLogs, "find", "insightsQueries"),
    (RecordedMetrics, "query", "getMetricData"),
    (MemoryAlarmDirectory, "describe", "describeAlarms"),
    (MemoryAlarmDirectory, "firing", "describeAlarms"),
    (MemoryEvidenceStore, "put", "evidenceWrites"),
    (Investigating, "run", "specialists"),
)


def demand_figures(of: Iterable[str] | None = None) -> dict[str, float]:
    """The mean of a diagnosis over every twelfth scenario, or over those that are named."""
    chosen = list(of or names()[::EVERY])
    with table_in_moto() as endpoint:
        counts = [_counts(endpoint, scenario(name)) for name in chosen]
    keys = sorted(set().union(*counts))
    return {key: round(fmean(count[key] for count in counts), 1) for key in keys}


def _counts(endpoint: str, given: Scenario) -> Counter[str]:
    counted: Counter[str] = Counter()
    aws, wire = CountingAws(endpoint), FakeWire()
    with silence(), _counting(counted), _durable(aws, wire, counted):
        played = replay.Replay(given)
        played.open()
        hour = datetime.now(UTC) + timedelta(hours=1)
        connections = DynamoConnectionStore(Table(aws, "casebook"), SystemClock())
        connections.subscribe("browser", played.diagnosis_id, hour)
        aws.requests.clear()
        aws.write_units = 0
        aws.units_by_partition.clear()
        played.run()
    stream = f"STREAM#{played.diagnosis_id}"
    others = {pk: units for pk, units in aws.units_by_partition.items() if pk != stream}
    counted["tableRequests"] = sum(aws.requests.values())
    counted["writeUnits"] = aws.write_units
    counted["streamWriteUnits"] = aws.units_by_partition[stream]
    counted["busiestSharedPartitionUnits"] = max(others.values(), default=0)
    counted["frames"] = len(wire.posted["browser"])
    return counted


@contextmanager
def _durable(aws: CountingAws, wire: FakeWire, counted: Counter[str]) -> Iterator[None]:
    """A replay on the table, in place of its stores in memory."""
    table, limits = Table(aws, "casebook"), Settings()
    days, a_day, seconds = limits.event_days, limits.diagnoses_per_day, limits.diagnosis_seconds
    caps = Caps(limits.diagnoses_at_once, limits.project_diagnoses_at_once)
    seen = Counter[str]()

    def asked() -> Spent:
        """What tools asked of AWS since the last step."""
        total = sum(counted[name] for _, _, name in _READS[:5]) + counted["lookupEvents"]
        new, seen["requests"] = total - seen["requests"], total
        return Spent(aws_requests=new)

    stores: dict[str, Callable[..., Any]] = {
        "MemoryEventLog": lambda clock: DynamoEventLog(table, clock, days, limits.delta_days),
        "MemoryWorkloadStore": lambda: DynamoWorkloadStore(table),
        "MemoryChangeStore": lambda: DynamoChangeStore(table, days),
        "MemoryObservationStore": lambda: DynamoObservationStore(table),
        "MemoryAlarmStore": lambda: DynamoAlarmStore(table, days),
        "MemoryDiagnosisStore": lambda log: DynamoDiagnosisStore(
            table, log, days, a_day, seconds, caps
        ),
        "SilentFrames": lambda: Push(DynamoConnectionStore(table, SystemClock()), wire),
        "free_of_charge": lambda clock: Bookings(
            asked, lambda: DynamoUsageStore(table, limits.usage_days), clock, "bench"
        ),
    }
    with ExitStack() as patches:
        for name, made in stores.items():
            patches.enter_context(patch.object(replay, name, made))
        patches.enter_context(
            patch.object(
                replay,
                "MemoryTeamDocumentStore",
                lambda: DynamoTeamDocumentStore(table, replay.FakeClock(replay.FIRED_AT), days),
            )
        )
        yield


@contextmanager
def _counting(counted: Counter[str]) -> Iterator[None]:
    with ExitStack() as patches:
        for owner, method, name in _READS:
            patches.enter_context(
                patch.object(owner, method, _counts_as(owner, method, name, counted))
            )
        lookup, run = MemoryTrail.lookup, Coordinating.run

        def looked_up(self: MemoryTrail, resources: Iterable[str], window: Any) -> Any:
            asked = list(resources)
            roles = [each for each in asked if each.startswith(ROLE)]
            counted["lookupEvents"] += len(asked) - len(roles) + bool(roles)
            return lookup(self, asked, window)

        def coordinated(self: Coordinating, asked: Any) -> Any:
            counted["rounds"] += asked.step == "assess"
            return run(self, asked)

        patches.enter_context(patch.object(MemoryTrail, "lookup", looked_up))
        patches.enter_context(patch.object(Coordinating, "run", coordinated))
        yield


def _counts_as(owner: type, method: str, name: str, counted: Counter[str]) -> Callable[..., Any]:
    counts: Callable[..., Any] = getattr(owner, method)

    def call(*args: Any, **named: Any) -> Any:
        counted[name] += 1
        return counts(*args, **named)

    return call
