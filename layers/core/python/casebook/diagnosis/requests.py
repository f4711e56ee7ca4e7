"""What the diagnosis endpoints take and give."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from casebook.domain.events.chosen import EventTypes
from casebook.domain.events.diagnosis import RequestedMode, Rerun
from casebook.domain.events.event import Seq
from casebook.domain.evidence import Evidence, Outcome
from casebook.domain.harmless import harmless
from casebook.domain.ids import Id
from casebook.domain.model import Instant, Json, Model
from casebook.domain.report import Report, Verdict
from casebook.domain.window import Window
from casebook.ports.feedback import Rating


def _harmless(said: str | None) -> str | None:
    return harmless(said) if said else said


class StartDiagnosis(Model):
    """Without a window it is about the last hour."""

    mode: RequestedMode = "auto"
    question: Annotated[
        str | None, Field(min_length=1, max_length=2000), AfterValidator(_harmless)
    ] = None
    window: Window | None = None


class RerunDiagnosis(Model):
    """`fromSeq` is the first event of the step from which on everything is done anew; steps that
    had ended before it stand. Without it: from the beginning. `hint` is your word on where to look
    first: names of resources, metrics and settings count."""

    from_seq: Annotated[Seq, Field(ge=1)] | None = None
    hint: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None
    mode: RequestedMode | None = None


class StartedDiagnosis(Model):
    """`joined`: the workload had an open diagnosis already, and this is that one. `queued`: as many
    are under way as may be, and it starts as soon as others end."""

    diagnosis_id: str
    joined: bool = False
    queued: bool = False


class FeedbackCounts(Model):
    """How many people called the diagnosis useful, and how many wrong."""

    useful: int = 0
    wrong: int = 0


class DiagnosisSummary(Model):
    """`queuePlace` is there while the status is `queued`: 1 starts next."""

    diagnosis_id: str
    workload_id: str
    project: str
    status: str
    queue_place: int | None = None
    started_at: Instant
    ended_at: Instant | None = None
    alarm: str | None = None
    verdict: str | None = None
    resource: str | None = None
    category: str | None = None
    confidence: float | None = None
    summary: str | None = None
    rerun_of: str | None = None
    feedback: FeedbackCounts


class DiagnosisPage(Model):
    """Newest first. `next` is the `before` of the next page, absent on the last one."""

    diagnoses: tuple[DiagnosisSummary, ...]
    next: str | None = None


def _text(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


class GiveFeedback(Model):
    """`cause`: what it really was. Secrets in both texts are replaced before they are kept."""

    rating: Rating
    cause: Annotated[str, _text(300)] | None = None
    note: Annotated[str, _text(2000)] | None = None


class FeedbackView(Model):
    """One person's feedback; what they said last."""

    user: str
    rating: Rating
    at: Instant
    cause: str | None = None
    note: str | None = None


class DiagnosisStatus(Model):
    """`retryAfterSeconds` says when to look again while it waits or runs. `queuePlace` is there
    while the status is `queued`: 1 starts next. Its events say `running` from the first on."""

    diagnosis_id: str
    workload_id: str
    status: str
    queue_place: int | None = None
    seq: int
    window: Window | None
    started_at: Instant | None
    ended_at: Instant | None = None
    mode: str | None = None
    round: int = 0
    result: Report | None = None
    error: str | None = None
    rerun: Rerun | None = None
    feedback: tuple[FeedbackView, ...] = ()
    retry_after_seconds: int | None = None


class RawEvidence(Model):
    """The evidence with its raw result as it was stored. `intact`: it still has its digest. `raw`
    is absent if what is stored is no JSON object any more."""

    evidence: Evidence
    raw: Json | None = None
    intact: bool


RecheckOutcome = Literal["same", "changed", "gone", "failed", "not-repeatable"]


class ResultSummary(Model):
    """One answer to a query. `counts` has how many elements each of its lists holds (`lines`,
    `points`); it is empty when there is no data, or when what is stored cannot be trusted."""

    outcome: Outcome
    sha256: str
    counts: dict[str, int] = Field(default_factory=dict)


class Recheck(Model):
    """What the query behind a piece of evidence answers now, against what it answered then.

    `gone`: there was a result and there is none now. `not-repeatable`: there is no tool that could
    ask again (for the alarm itself, say), so only what is stored was checked. `intact`: the stored
    result still has its digest; absent when it has expired. `diff` is a unified diff of the
    redacted excerpts, cut off when it is long.
    """

    evidence_id: str
    tool: str
    outcome: RecheckOutcome
    intact: bool | None = None
    window: Window
    checked_at: Instant
    then: ResultSummary
    now: ResultSummary | None = None
    summary: str
    diff: str = ""


class ControlledDiagnosis(Model):
    diagnosis_id: str
    status: Literal["running", "paused", "cancelled"]


class PageQuery(Model):
    """`before` is a diagnosis id: the page holds older ones."""

    limit: int = Field(20, ge=1, le=100)
    before: str | None = Field(None, pattern=r"^dgn_[0-9A-Z]{26}$")


class DiagnosesQuery(PageQuery):
    """`open`: it has not ended, so it is queued, runs or is paused. `workload` is a workload's
    id."""

    state: Literal["open", "ended"] | None = None
    workload: Id | None = None
    verdict: Verdict | None = None


class FollowQuery(Model):
    """`after` is the seq of the last event that the caller has."""

    after: Seq = 0
    types: EventTypes | None = Field(
        None, description="Only events of these types, with commas between them."
    )


class EventsQuery(FollowQuery):
    """`after` is the seq of the last event that the caller has, `before` that of the first."""

    before: Annotated[Seq, Field(ge=1)] | None = None
    limit: int = Field(1000, ge=1, le=5000)
    order: Literal["oldest", "newest"] = Field("oldest", description="Which come first.")


class StateQuery(Model):
    seq: Annotated[Seq, Field(ge=1)] | None = None
