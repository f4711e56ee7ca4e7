"""The HTTP API as one table. A test holds it to the routes of the handlers, in both directions."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from casebook.budget.requests import UsagePage, UsageQuery
from casebook.callers import Me
from casebook.chat.messages import (
    AcceptedMessage,
    History,
    HistoryQuery,
    SendMessage,
    SessionPage,
    SessionQuery,
    SessionsQuery,
    StartedSession,
    StartSession,
    StopAnswer,
    StoppedAnswer,
    StreamQuery,
)
from casebook.diagnosis.requests import (
    ControlledDiagnosis,
    DiagnosesQuery,
    DiagnosisPage,
    DiagnosisStatus,
    EventsQuery,
    FeedbackView,
    GiveFeedback,
    PageQuery,
    RawEvidence,
    Recheck,
    RerunDiagnosis,
    StartDiagnosis,
    StartedDiagnosis,
    StateQuery,
)
from casebook.diagnosis.series_requests import EvidenceSeries, SeriesQuery, SessionSeriesQuery
from casebook.domain.change import Change
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.model import Model
from casebook.domain.workload import Workload
from casebook.errors import (
    AlreadyExists,
    BudgetUsedUp,
    CasebookError,
    Conflict,
    Forbidden,
    Gone,
    IllegalTransition,
    InvalidRequest,
    LimitReached,
    NotFound,
    OtherIsOpen,
    Overtaken,
)
from casebook.health import HealthReport
from casebook.in_force.views import SettingsInForce
from casebook.team_knowledge.requests import (
    CheckDocument,
    CheckedDocument,
    PutDocument,
    TeamKnowledgePage,
    TeamKnowledgeQuery,
)
from casebook.tickets import Ticket
from casebook.workloads.alarm_requests import AlarmsQuery, HeardAlarmPage, UnmatchedAlarmPage
from casebook.workloads.map_requests import WorkloadMap
from casebook.workloads.ownership_requests import OwnershipPage, OwnershipView, PutOwnership
from casebook.workloads.requests import (
    ChangePage,
    DescribeWorkload,
    ReportChange,
    WorkloadPage,
    WorkloadsQuery,
)
from cli.docs.wire import EventPage, SessionStream

Tag = Literal[
    "workloads",
    "changes",
    "chat",
    "streams",
    "diagnoses",
    "alarms",
    "usage",
    "settings",
    "knowledge",
    "projects",
    "health",
]

TAGS: dict[Tag, str] = {
    "workloads": "What is watched.",
    "changes": "The change feed: what a team's pipeline did to its workload.",
    "chat": "Ask an agent about a workload.",
    "streams": "How to follow what happens, as it happens.",
    "diagnoses": "Investigations: started by alarms or by hand.",
    "alarms": "What became of the alarms that Casebook heard.",
    "usage": "What models cost, and what is left.",
    "settings": "What is set at this moment.",
    "knowledge": "What a team knows of its own software, added to what Casebook knows.",
    "projects": "What projects may watch, as operators say.",
    "health": "Whether Casebook works.",
}

_WORKLOAD = "/api/workloads/{workloadId}"
_AGENT = f"{_WORKLOAD}/agent"
_DIAGNOSIS = "/api/diagnoses/{diagnosisId}"
_KNOWLEDGE = "/api/projects/{project}/knowledge"
_OWNERSHIP = "/api/projects/{project}/ownership"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One route. `response` is any type that Pydantic can describe, None for an empty answer.

    `problems` are the errors that this operation raises by itself; those that every operation may
    answer are in openapi.py. `server_sent`: it streams to whoever accepts `text/event-stream`.
    """

    route: str
    id: str
    tag: Tag
    summary: str
    status: int = 200
    query: type[Model] | None = None
    request: type[Model] | None = None
    response: Any = None
    problems: tuple[type[CasebookError], ...] = ()
    public: bool = False
    server_sent: bool = False

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.route.partition(" ")[2]

    @property
    def path_parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


def _steer(verb: str, summary: str) -> Operation:
    return Operation(
        route=f"POST {_DIAGNOSIS}/{verb}",
        id=f"{verb}Diagnosis",
        tag="diagnoses",
        summary=summary,
        response=ControlledDiagnosis,
        problems=(NotFound, IllegalTransition),
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        route="GET /api/workloads",
        id="listWorkloads",
        tag="workloads",
        summary="The workloads of your projects, by project: all of them, or a page with `limit`.",
        query=WorkloadsQuery,
        response=WorkloadPage,
        problems=(InvalidRequest,),
    ),
    Operation(
        route="POST /api/workloads",
        id="registerWorkload",
        tag="workloads",
        summary="Register a workload in one of your projects. Functions get their log group, and "
        "functions, tables and queues their standard metrics, where you name none. What its "
        "project does not own is refused (403), with the command by which an operator allows it.",
        status=201,
        request=DescribeWorkload,
        response=Workload,
        problems=(InvalidRequest, Forbidden, AlreadyExists),
    ),
    Operation(
        route=f"GET {_WORKLOAD}",
        id="getWorkload",
        tag="workloads",
        summary="One workload.",
        response=Workload,
        problems=(NotFound,),
    ),
    Operation(
        route=f"PUT {_WORKLOAD}",
        id="replaceWorkload",
        tag="workloads",
        summary="Describe a workload anew, as a whole. Its project stays.",
        request=DescribeWorkload,
        response=Workload,
        problems=(InvalidRequest, Forbidden, NotFound, AlreadyExists),
    ),
    Operation(
        route=f"DELETE {_WORKLOAD}",
        id="removeWorkload",
        tag="workloads",
        summary="Stop watching a workload.",
        status=204,
        problems=(NotFound,),
    ),
    Operation(
        route=f"GET {_WORKLOAD}/map",
        id="readWorkloadMap",
        tag="workloads",
        summary="A workload's resources and the calls between them, how each is now and since "
        "when, its alarms, and its open diagnosis.",
        response=WorkloadMap,
        problems=(NotFound,),
    ),
    Operation(
        route=f"GET {_WORKLOAD}/changes",
        id="listChanges",
        tag="changes",
        summary="The changes of the last seven days, newest first.",
        response=ChangePage,
        problems=(NotFound,),
    ),
    Operation(
        route=f"POST {_WORKLOAD}/changes",
        id="reportChange",
        tag="changes",
        summary="Report a deploy or another change of one of the workload's resources. A `kind` "
        "that Casebook does not know is kept as `other`.",
        status=201,
        request=ReportChange,
        response=Change,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route=f"POST {_AGENT}/start",
        id="startSession",
        tag="chat",
        summary="Open a chat session about a workload.",
        status=201,
        request=StartSession,
        response=StartedSession,
        problems=(InvalidRequest, NotFound, LimitReached),
    ),
    Operation(
        route=f"POST {_AGENT}/message",
        id="sendMessage",
        tag="chat",
        summary="Say something; the answer comes over the session's stream. Safe to repeat with "
        "the same `clientMessageId`.",
        status=202,
        request=SendMessage,
        response=AcceptedMessage,
        problems=(InvalidRequest, NotFound, Conflict, Gone, LimitReached, BudgetUsedUp),
    ),
    Operation(
        route=f"POST {_AGENT}/stop",
        id="stopAnswer",
        tag="chat",
        summary="End the answer that is under way; what was said of it stays. No error when there "
        "is none.",
        request=StopAnswer,
        response=StoppedAnswer,
        problems=(InvalidRequest, NotFound, Conflict),
    ),
    Operation(
        route=f"GET {_AGENT}/history",
        id="readHistory",
        tag="chat",
        summary="The messages of a session, oldest first; of your last open one if none is named.",
        query=HistoryQuery,
        response=History,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route=f"GET {_AGENT}/sessions",
        id="listWorkloadSessions",
        tag="chat",
        summary="Your sessions about a workload, newest first, with their titles.",
        query=SessionsQuery,
        response=SessionPage,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route="GET /api/sessions",
        id="listSessions",
        tag="chat",
        summary="Your sessions about all workloads, newest first, with their titles.",
        query=SessionsQuery,
        response=SessionPage,
        problems=(InvalidRequest,),
    ),
    Operation(
        route=f"GET {_AGENT}/evidence/{{evidenceId}}",
        id="fetchSessionEvidence",
        tag="chat",
        summary="What stands behind an answer of your session: the query and its raw result.",
        query=SessionQuery,
        response=RawEvidence,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route=f"POST {_AGENT}/evidence/{{evidenceId}}/recheck",
        id="recheckSessionEvidence",
        tag="chat",
        summary="Run the query behind an answer of your session again, as for a diagnosis.",
        query=SessionQuery,
        response=Recheck,
        problems=(InvalidRequest, NotFound, LimitReached),
    ),
    Operation(
        route=f"GET {_AGENT}/evidence/{{evidenceId}}/series",
        id="readSessionSeries",
        tag="chat",
        summary="The series of metrics behind an answer of your session, as for a diagnosis.",
        query=SessionSeriesQuery,
        response=EvidenceSeries,
        problems=(InvalidRequest, NotFound, LimitReached),
    ),
    Operation(
        route=f"DELETE {_AGENT}",
        id="endSession",
        tag="chat",
        summary="End a session. Ending it twice is no error.",
        status=204,
        query=SessionQuery,
        problems=(InvalidRequest, NotFound, Conflict),
    ),
    Operation(
        route=f"GET {_AGENT}/stream",
        id="openStream",
        tag="streams",
        summary="A session's events so far, and a ticket for the WebSocket. With `Accept: "
        "text/event-stream`: its events as server-sent events, by long poll.",
        query=StreamQuery,
        response=SessionStream,
        problems=(InvalidRequest, NotFound),
        server_sent=True,
    ),
    Operation(
        route="POST /api/tickets",
        id="issueTicket",
        tag="streams",
        summary="A one-time ticket for the WebSocket, for whoever has no session.",
        status=201,
        response=Ticket,
    ),
    Operation(
        route=f"POST {_WORKLOAD}/diagnoses",
        id="startDiagnosis",
        tag="diagnoses",
        summary="Diagnose a workload now. Joins the diagnosis that is open, if one is.",
        status=202,
        request=StartDiagnosis,
        response=StartedDiagnosis,
        problems=(InvalidRequest, NotFound, LimitReached),
    ),
    Operation(
        route=f"GET {_WORKLOAD}/diagnoses",
        id="listDiagnoses",
        tag="diagnoses",
        summary="A workload's diagnoses, newest first.",
        query=PageQuery,
        response=DiagnosisPage,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route="GET /api/diagnoses",
        id="listAllDiagnoses",
        tag="diagnoses",
        summary="The diagnoses of all workloads of your projects, newest first: all, the `open` or "
        "the `ended` ones, of one `workload` or with one `verdict`.",
        query=DiagnosesQuery,
        response=DiagnosisPage,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route=f"GET {_DIAGNOSIS}",
        id="getDiagnosis",
        tag="diagnoses",
        summary="Where a diagnosis stands, and its report once it has concluded.",
        response=DiagnosisStatus,
        problems=(NotFound,),
    ),
    Operation(
        route=f"GET {_DIAGNOSIS}/events",
        id="readEvents",
        tag="diagnoses",
        summary="A diagnosis' events after a seq: replay. If you like, of some `types`, or the "
        "newest first (`order=newest`). With `Accept: text/event-stream`: as server-sent events, "
        "by long poll, of `after` and `types` alone.",
        query=EventsQuery,
        response=EventPage,
        problems=(InvalidRequest, NotFound),
        server_sent=True,
    ),
    Operation(
        route=f"GET {_DIAGNOSIS}/state",
        id="readState",
        tag="diagnoses",
        summary="Everything that was known after the event `seq`, or is known now. Of a very long "
        "diagnosis the excerpts of evidence are shortened.",
        query=StateQuery,
        response=Diagnosis,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route=f"GET {_DIAGNOSIS}/evidence/{{evidenceId}}",
        id="fetchEvidence",
        tag="diagnoses",
        summary="What stands behind a claim: the query and its raw result.",
        response=RawEvidence,
        problems=(NotFound,),
    ),
    Operation(
        route=f"POST {_DIAGNOSIS}/evidence/{{evidenceId}}/recheck",
        id="recheckEvidence",
        tag="diagnoses",
        summary="Run the query behind a piece of evidence again, in the same window, and compare. "
        "A query that fails is an outcome, not an error.",
        response=Recheck,
        problems=(NotFound, LimitReached),
    ),
    Operation(
        route=f"GET {_DIAGNOSIS}/evidence/{{evidenceId}}/series",
        id="readSeries",
        tag="diagnoses",
        summary="The series behind evidence of metrics, for charts, the hours before with them. A "
        "stretch of one's own (`start`, `end`) is read from CloudWatch and counts as a recheck.",
        query=SeriesQuery,
        response=EvidenceSeries,
        problems=(InvalidRequest, NotFound, LimitReached),
    ),
    _steer("pause", "Hold a diagnosis at its next gate. One that is paused stays so."),
    _steer("resume", "Let a paused diagnosis go on. One that runs goes on."),
    _steer("cancel", "End a diagnosis without a report. One that was cancelled stays so."),
    Operation(
        route=f"POST {_DIAGNOSIS}/rerun",
        id="rerunDiagnosis",
        tag="diagnoses",
        summary="Run an ended diagnosis again as a new one, from the beginning or from a step "
        "(`fromSeq`), if you like with a `hint`. Asked again while it is open, it is joined.",
        status=202,
        request=RerunDiagnosis,
        response=StartedDiagnosis,
        problems=(InvalidRequest, NotFound, IllegalTransition, OtherIsOpen, LimitReached),
    ),
    Operation(
        route=f"POST {_DIAGNOSIS}/feedback",
        id="giveFeedback",
        tag="diagnoses",
        summary="Say whether a concluded diagnosis was useful or wrong, and what it really was. "
        "Saying it again replaces what you said before.",
        request=GiveFeedback,
        response=FeedbackView,
        problems=(InvalidRequest, NotFound, IllegalTransition),
    ),
    Operation(
        route="GET /api/alarms",
        id="listAlarms",
        tag="alarms",
        summary="The alarms of your projects' workloads and those that no workload claims, newest "
        "first, and what became of each.",
        query=AlarmsQuery,
        response=HeardAlarmPage,
        problems=(InvalidRequest, Forbidden),
    ),
    Operation(
        route="GET /api/alarms/unmatched",
        id="listUnmatchedAlarms",
        tag="alarms",
        summary="The newest alarms that no workload claims, and why not: those that your projects "
        "own, which in a single-tenant account are all.",
        response=UnmatchedAlarmPage,
        problems=(Forbidden,),
    ),
    Operation(
        route="GET /api/me",
        id="readMe",
        tag="usage",
        summary="Who you are to Casebook, and what is left of your limits, with when each resets.",
        response=Me,
    ),
    Operation(
        route="GET /api/usage",
        id="readUsage",
        tag="usage",
        summary="Tokens and cost of the model calls of your projects, and what tools asked of AWS "
        "(requests, bytes scanned), by `day`, `workload`, `user` or `model`; the last seven days "
        "if none are named. An unknown cost is null, never zero. By model, the line `tools` is "
        "what no model did.",
        query=UsageQuery,
        response=UsagePage,
        problems=(InvalidRequest,),
    ),
    Operation(
        route="GET /api/settings",
        id="readSettings",
        tag="settings",
        summary="The engine's share, agents' tools, limits, language models and how they are, and "
        "the runbooks of your workloads. No secrets. What cannot be read is in `notes`.",
        response=SettingsInForce,
    ),
    Operation(
        route=f"GET {_KNOWLEDGE}",
        id="readTeamKnowledge",
        tag="knowledge",
        summary="The project's own knowledge: its document, in TOML, and the rows in it. Version "
        "0: none was written yet. `version` asks for an earlier one.",
        query=TeamKnowledgeQuery,
        response=TeamKnowledgePage,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route=f"PUT {_KNOWLEDGE}",
        id="replaceTeamKnowledge",
        tag="knowledge",
        summary="Replace the document. It is checked as by `check`; one with a problem is refused "
        "with every row and field that is wrong, and the one in force stays. What begins within "
        "half a minute may still go by the one before.",
        request=PutDocument,
        response=TeamKnowledgePage,
        problems=(InvalidRequest, NotFound, Overtaken),
    ),
    Operation(
        route=f"POST {_KNOWLEDGE}/check",
        id="checkTeamKnowledge",
        tag="knowledge",
        summary="Say what a document comes to, and what is wrong with it, and keep nothing.",
        request=CheckDocument,
        response=CheckedDocument,
        problems=(InvalidRequest, NotFound),
    ),
    Operation(
        route="GET /api/projects",
        id="listProjects",
        tag="projects",
        summary="What each of your projects owns, and what of its workloads is not looked at "
        "because it owns it not; for an operator, every project.",
        response=OwnershipPage,
    ),
    Operation(
        route=f"GET {_OWNERSHIP}",
        id="readOwnership",
        tag="projects",
        summary="What the project owns. Version 0: nothing was written yet.",
        response=OwnershipView,
        problems=(NotFound,),
    ),
    Operation(
        route=f"PUT {_OWNERSHIP}",
        id="replaceOwnership",
        tag="projects",
        summary="Say what the project owns; for operators alone. Registering goes by it at once, "
        "whatever looks at workloads within a minute.",
        request=PutOwnership,
        response=OwnershipView,
        problems=(InvalidRequest, Forbidden, NotFound, Conflict),
    ),
    Operation(
        route="GET /api/health",
        id="checkHealth",
        tag="health",
        summary="Whether the table and the state machine answer; 503 if one does not. Needs no "
        "token.",
        response=HealthReport,
        public=True,
    ),
)
