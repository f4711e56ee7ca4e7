"""What Casebook needs of the world. Adapters implement these; `wiring.py` is where they meet.

A port speaks the domain's words, never an API's. Every adapter raises only CasebookError
(`AwsCallFailed` for an AWS API that refused or failed).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from casebook.domain.alarm import Alarm
from casebook.domain.budget import Balance, Budget, Reservation
from casebook.domain.change import Change
from casebook.domain.events.event import Draft, Event
from casebook.domain.model import Instant, Model
from casebook.domain.tool_grants import ToolGrants
from casebook.domain.trace import Trace, TraceSummary
from casebook.domain.usage import Spent, Usage
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource, Workload


class Clock(Protocol):
    def now(self) -> datetime:
        """The current time, in UTC."""
        ...


# ── The event log ────────────────────────────────────────────────────────────────────────────────


class SequenceTaken(Exception):
    """Another writer has appended at this number. No error of the user's: read on, try again."""


class EventLog(Protocol):
    def append(self, stream: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
        """Append all drafts, in order, behind the event `after`: all of them or none.

        Raises:
            SequenceTaken: the stream is already longer than `after`; nothing was written.
        """
        ...

    def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Event]:
        """The events with a seq above `after`, in order; at most `limit`."""
        ...

    def put_snapshot(self, stream: str, seq: int, state: str) -> None:
        """Keep the folded state at `seq` (JSON text). A snapshot only ever saves work."""
        ...

    def snapshot(self, stream: str, at: int | None = None) -> tuple[int, str] | None:
        """The newest snapshot at or below `at` (the newest of all for None), with its seq."""
        ...


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SessionHeader:
    """The row beside a session's stream on which its writers agree by conditional writes.

    `seq` is the last event's number whenever no turn is under way. `pending` is the message that is
    being answered; `lease_until` is when its turn counts as dead; `attempt` how often it was begun.
    """

    session_id: str
    workload_id: str
    project: str
    user: str
    ended: bool
    seq: int
    messages: int
    active_at: datetime
    pending: str | None = None
    lease_until: datetime | None = None
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where a message stands. `duplicate`: the same clientMessageId was accepted before."""

    message_id: str
    seq: int
    event: Event | None
    duplicate: bool = False


class SessionStore(Protocol):
    def open(self, header: SessionHeader, first: Draft) -> Event:
        """Keep a new session together with its first event."""
        ...

    def header(self, session_id: str) -> SessionHeader | None: ...

    def last_open(self, workload_id: str, user: str) -> SessionHeader | None:
        """The user's newest session about the workload that has not ended."""
        ...

    def idle_since(self, moment: datetime, limit: int) -> list[SessionHeader]:
        """Sessions that have not ended and in which nothing happened since `moment`."""
        ...

    def accept(self, header: SessionHeader, draft: Draft, lease_until: datetime) -> Accepted:
        """Append a `message-accepted` and mark the session as answering, in one step.

        Raises:
            SequenceTaken: the session is not as `header` says any more.
        """
        ...

    def accepted(self, session_id: str, client_message_id: str) -> Accepted | None:
        """Where a message with this client's id was accepted before, if it was."""
        ...

    def begin_turn(
        self, session_id: str, message_id: str, now: datetime, until: datetime
    ) -> SessionHeader | None:
        """Take the lease to answer the message, and count the attempt; None if another holds it or
        the message is not the pending one."""
        ...

    def yield_turn(self, header: SessionHeader) -> None:
        """Give the lease back without an answer, so that the next attempt need not wait for it."""
        ...

    def finish_turn(
        self, header: SessionHeader, after: int, drafts: Sequence[Draft]
    ) -> list[Event]:
        """Append the turn's last events and give the lease back, in one step.

        Raises:
            SequenceTaken: somebody else appended, or the lease was lost.
        """
        ...

    def end(self, header: SessionHeader, after: int, draft: Draft) -> Event:
        """Append `session-ended` and close the session, in one step.

        Raises:
            SequenceTaken: the stream is longer than `after`, or it has ended already.
        """
        ...


# ── Diagnoses ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DiagnosisHeader:
    """What lists show of a diagnosis; the event log says the rest."""

    diagnosis_id: str
    workload_id: str
    project: str
    status: str
    started_at: datetime
    alarm: str | None = None
    verdict: str | None = None
    summary: str | None = None
    resource: str | None = None
    category: str | None = None
    confidence: float | None = None
    ended_at: datetime | None = None


class DiagnosisStore(Protocol):
    def open(self, header: DiagnosisHeader, first: Draft) -> tuple[str, Event | None]:
        """Open a diagnosis with its first event, unless its workload has an open one already.

        Returns the id of the open diagnosis, and the event if it is the one just opened.
        """
        ...

    def header(self, diagnosis_id: str) -> DiagnosisHeader | None: ...

    def of_workload(
        self, workload_id: str, limit: int, before: str | None = None
    ) -> list[DiagnosisHeader]:
        """Newest first, those with an id below `before`."""
        ...

    def update(self, header: DiagnosisHeader) -> None:
        """Keep the new header; one that has ended makes room for the workload's next diagnosis."""
        ...

    def hold(self, diagnosis_id: str, token: str) -> None:
        """Keep the gate's task token while the diagnosis is paused."""
        ...

    def release(self, diagnosis_id: str) -> str | None:
        """Take the gate's token, if the gate is waiting; only one caller ever gets it."""
        ...


# ── Workloads, changes, alarms ───────────────────────────────────────────────────────────────────


class WorkloadStore(Protocol):
    def add(self, workload: Workload) -> None:
        """Raises AlreadyExists if the project has a workload of this name."""
        ...

    def get(self, workload_id: str) -> Workload | None: ...

    def of_projects(self, projects: Iterable[str]) -> list[Workload]: ...

    def replace(self, workload: Workload) -> None:
        """Raises AlreadyExists if its new name is taken."""
        ...

    def remove(self, workload: Workload) -> None: ...

    def all(self) -> Iterator[Workload]: ...

    def matching(self, alarm: Alarm) -> list[Workload]:
        """The workloads that an alarm is about: those that name it, else those that own a resource
        which one of its dimensions names."""
        ...


class ChangeStore(Protocol):
    def add(self, workload_id: str, change: Change) -> None:
        """Idempotent by `change_id`."""
        ...

    def within(self, workload_id: str, window: Window) -> list[Change]:
        """Changes with `at` in the window, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Observation:
    """One resource as Casebook saw it at a moment, as flat path -> value.

    `settings` are what somebody set: a difference between two looks is a change. `health` is how it
    is just now (status, running tasks, last events, limits in use): it moves by itself, so it is
    shown and neither kept nor compared. `edition` counts what the source knew how to read: a path
    that is new to it was there before, so looks of two editions are not compared.
    """

    resource: str
    at: datetime
    settings: Mapping[str, str | int | float | bool | None]
    health: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    edition: int = 1


class ObservationStore(Protocol):
    def latest(self, workload_id: str) -> dict[str, Observation]:
        """The newest observation of every resource of the workload, by resource name."""
        ...

    def keep(self, workload_id: str, observation: Observation) -> None:
        """Keep what was seen, unless a later look is kept: observers run side by side, and the
        slower one must not put an older look back."""
        ...


@dataclass(frozen=True, slots=True)
class UnmatchedAlarm:
    """An alarm that no workload claims; kept so that somebody can register what it watches."""

    alarm: Alarm
    received_at: datetime
    why: str


class AlarmStore(Protocol):
    def was_handled(self, alarm: Alarm) -> bool:
        """Whether this very change of the alarm's state was handled before."""
        ...

    def mark_handled(self, alarm: Alarm) -> None: ...

    def keep_unmatched(self, unmatched: UnmatchedAlarm) -> None: ...

    def unmatched(self, limit: int) -> list[UnmatchedAlarm]:
        """Newest first."""
        ...


# ── Connections and push ─────────────────────────────────────────────────────────────────────────


class Identity(Model):
    """Who calls, as Cognito says: the user and the projects (groups) that they belong to."""

    user: str
    projects: tuple[str, ...]


class ConnectionStore(Protocol):
    def issue_ticket(
        self, ticket_digest: str, identity: Identity, expires_at: datetime
    ) -> None: ...

    def redeem_ticket(self, ticket_digest: str, now: datetime) -> Identity | None:
        """The ticket's identity; it is gone after that. None for an unknown, used or late one."""
        ...

    def connect(self, connection_id: str, identity: Identity, expires_at: datetime) -> None: ...

    def identity(self, connection_id: str) -> Identity | None: ...

    def subscribe(self, connection_id: str, stream: str, expires_at: datetime) -> None: ...

    def subscribers(self, stream: str) -> list[str]:
        """The ids of every connection that follows the stream, however many pages that takes."""
        ...

    def disconnect(self, connection_id: str) -> None:
        """Forget the connection and everything it followed."""
        ...


class Post(Protocol):
    """The wire to one WebSocket connection."""

    def __call__(self, connection_id: str, body: bytes) -> bool:
        """Send one frame; False when the connection is gone.

        Raises:
            AwsCallFailed: it could not be sent for another reason.
        """
        ...


# ── Budgets and usage ────────────────────────────────────────────────────────────────────────────


class BudgetRefused(Exception):
    """What a reservation asks for does not fit into `budget`; nothing was reserved."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget.sentence)
        self.budget = budget


class Ledger(Protocol):
    """What of every budget is spent and reserved. Callers side by side cannot pass a limit: a
    reservation is claimed of all of its budgets or of none."""

    def reserve(self, reservation: Reservation) -> None:
        """Claim the worst that a call can cost. A repeat of the same reservation changes nothing.

        Raises:
            BudgetRefused: naming the first budget that it does not fit into.
        """
        ...

    def settle(self, reservation: Reservation, usages: Sequence[Usage]) -> bool:
        """Put what was used in place of what was reserved, and count it in the usage of the
        reservation's day. Without usages the reservation is given back.

        What was used is counted once, and always: also when it was more than was reserved, and
        when the reservation was taken for abandoned meanwhile. False: it was settled before.
        """
        ...

    def give_back_abandoned(self, project: str, now: datetime) -> int:
        """Give back the project's reservations that nobody settled in time; returns how many."""
        ...

    def balance(self, budget: Budget) -> Balance: ...


@dataclass(frozen=True, slots=True)
class UsageRow:
    """What one person's calls of one model about one workload came to on one day (UTC)."""

    day: date
    project: str
    workload_id: str
    user: str
    provider: str
    model: str
    spent: Spent


class UsageStore(Protocol):
    def of_project(self, project: str, first: date, last: date) -> list[UsageRow]:
        """The rows of the days from `first` up to and including `last`, by day."""
        ...


class Parameters(Protocol):
    """Settings that are read while Casebook runs."""

    def get(self, name: str) -> str:
        """The value, at most a minute old.

        Raises:
            AwsCallFailed: there is no such parameter, or it cannot be read.
        """
        ...


# ── Work that runs elsewhere ─────────────────────────────────────────────────────────────────────


class Workflow(Protocol):
    """The state machine that runs diagnoses."""

    def start(self, diagnosis_id: str) -> None:
        """Start it; a second start of the same diagnosis changes nothing."""
        ...

    def answer(self, token: str, output: Mapping[str, str]) -> None:
        """Let a gate that waits go on with this output. A token that is over is ignored."""
        ...

    def is_active(self) -> bool: ...


class Dispatcher(Protocol):
    """Asynchronous invocations."""

    def answer_message(self, session_id: str, message_id: str) -> None:
        """Run a chat turn."""
        ...

    def observe_workload(self, workload_id: str) -> None:
        """Take note of the workload's configuration as it is now."""
        ...


class Publisher(Protocol):
    """The topic on which the outside hears of results."""

    def publish(self, subject: str, message: str, attributes: Mapping[str, str]) -> None: ...


# ── Telemetry: what tools read ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime
    message: str
    log_group: str
    log_stream: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """`truncated` says that there were more lines than the limit; the kept ones are the newest."""

    lines: tuple[LogLine, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class LineMatch:
    """Which lines: those that have every text of `contains`, and match `regex` unless it is empty.

    Both come from outside; an adapter must quote them."""

    contains: tuple[str, ...] = ()
    regex: str = ""


@dataclass(frozen=True, slots=True)
class LogMatches:
    """Lines of several log groups, oldest first; the newest if `truncated`.

    `missing` are the groups that do not exist. `unfinished` says that time ran out: the lines are
    those that had been found by then, and any may be missing.
    """

    lines: tuple[LogLine, ...]
    truncated: bool = False
    missing: tuple[str, ...] = ()
    unfinished: bool = False


class LogSource(Protocol):
    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        """Lines of one log group, oldest first. `pattern` is a CloudWatch filter pattern.

        Raises:
            NotFound: there is no such log group.
        """
        ...

    def find(
        self, log_groups: Sequence[str], window: Window, match: LineMatch, limit: int = 10_000
    ) -> LogMatches:
        """Lines of many log groups in one search; it is billed by what it scans.

        Raises:
            InvalidRequest: the source does not understand the regular expression.
        """
        ...


@dataclass(frozen=True, slots=True)
class Series:
    """A metric over time: one value a period, at the period's start; none where none was put."""

    metric: Metric
    statistic: str
    times: tuple[datetime, ...]
    values: tuple[float, ...]


class MetricSource(Protocol):
    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        """One series for each (metric, statistic), in the order asked for."""
        ...


class TraceSource(Protocol):
    def search(
        self, names: Sequence[str], window: Window, *, troubled: bool = False
    ) -> list[TraceSummary]:
        """The newest recorded traces that reached a service of one of these names; `troubled`:
        only those in which such a service failed or was throttled."""
        ...

    def fetch(self, trace_ids: Sequence[str]) -> list[Trace]:
        """These traces, as far as they were recorded; an unknown one is left out."""
        ...


class TrailEvent(Model):
    """A management API call, as CloudTrail tells it."""

    event_id: str
    at: Instant
    name: str
    source: str
    actor: str
    resources: tuple[str, ...]
    parameters: str
    """The request's parameters as JSON text. AWS hides some values, e.g. environment variables."""


class ChangeTrail(Protocol):
    def lookup(self, resources: Iterable[str], window: Window) -> list[TrailEvent]:
        """Calls that changed one of the named resources (not reads), oldest first. A role is named
        `role/<name>`."""
        ...


class ConfigurationSource(Protocol):
    def observe(self, resource: Resource) -> Observation | None:
        """The resource now; None for a type that AWS keeps no configuration of.

        Values that may be secret (environment variables, say) are redacted, so that a change of
        them still shows. `related.role` names a function's role where there is one.

        Raises:
            NotFound: the resource does not exist (any more).
        """
        ...


class GrantsChanged(Exception):
    """Another writer has changed the grants. No error of the user's: read on, try again."""


class ToolGrantStore(Protocol):
    def read(self) -> ToolGrants:
        """The grants as they stand; empty ones where nobody has decided anything.

        Raises:
            ValidationError: what is stored are no grants.
        """
        ...

    def replace(self, grants: ToolGrants) -> None:
        """Keep the grants, which were read at their `revision` and changed since.

        Raises:
            GrantsChanged: the stored ones are of another revision; nothing was written.
        """
        ...


class RecheckLimit(Protocol):
    def count(self, diagnosis_id: str, now: datetime) -> None:
        """Count one more recheck. Raises LimitReached: there were as many as may be."""
        ...


class ResultStore(Protocol):
    """Where the results of queries are put."""

    def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
        """Keep the raw result; returns where it lies."""
        ...

    def put_text(self, stream: str, evidence_id: str, text: str) -> None:
        """Keep the whole text of a result of which the excerpt holds only a part."""
        ...


class EvidenceStore(ResultStore, Protocol):
    """Where they are fetched again."""

    def get(self, location: str) -> bytes:
        """Raises NotFound when it has expired."""
        ...

    def find(self, stream: str, evidence_id: str) -> bytes:
        """The raw result that was kept under this very stream. Raises NotFound."""
        ...

    def text(self, stream: str, evidence_id: str) -> str:
        """Raises NotFound when none was kept under this very stream: the excerpt has it all."""
        ...


Outcome = Literal["success", "no-data", "error"]


# ── What the team wrote down ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Runbook:
    """A Markdown file that a team wrote. `version` is another whenever its text is; `size` is in
    bytes; `location` is where people find it."""

    name: str
    location: str
    version: str
    size: int


class RunbookStore(Protocol):
    """Runbooks of workloads, and an index over them, which only ever saves work.

    Casebook writes indexes and never a runbook.
    """

    def runbooks(self, workload: Workload) -> list[Runbook]:
        """The workload's own, then those of its whole project; each by name, 1,000 at most."""
        ...

    def read(self, runbook: Runbook) -> str:
        """Raises NotFound when this version is not there any more."""
        ...

    def index(self, workload: Workload, digest: str) -> str | None:
        """The index that was kept for the runbooks with this digest, or None."""
        ...

    def keep_index(self, workload: Workload, digest: str, index: str) -> None:
        """Keep an index. Of several that are kept for one digest, the first stays."""
        ...
