"""The result is told outside; that it is refused there fails no diagnosis."""

from collections.abc import Mapping

import pytest

from casebook.diagnosis.closing import Closing
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.finishing import Notifying
from casebook.diagnosis.queueing import Draining
from casebook.diagnosis.state import States
from casebook.domain.events.diagnosis import DiagnosisConcluded, DiagnosisStarted
from casebook.domain.events.event import Draft
from casebook.domain.report import Report, Verdict
from casebook.errors import AwsCallFailed, CasebookError, Throttled
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.streams import Stream
from casebook.team_knowledge.applying import TeamKnowledge
from local.memory.bookings import free_of_charge
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.work import FakePublisher, FakeWorkflow
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.shop import NOW, scope, shop


class Refusing(FakePublisher):
    def __init__(self, failure: CasebookError | None) -> None:
        super().__init__()
        self.failure = failure

    def publish(self, subject: str, message: str, attributes: Mapping[str, str]) -> None:
        if self.failure:
            raise self.failure
        super().publish(subject, message, attributes)


def notified(summary: str, failure: CasebookError | None = None) -> FakePublisher:
    """What is published of a diagnosis that concluded so."""
    clock = FakeClock(NOW)
    log, publisher = MemoryEventLog(clock), Refusing(failure)
    started = DiagnosisStarted(
        workload_id="wkl_1", project="team", requested_mode="auto", window=scope().window
    )
    header = DiagnosisHeader("dgn_1", "wkl_1", "team", "running", NOW)
    diagnoses = MemoryDiagnosisStore(log)
    diagnoses.open(header, Draft("ann", started))
    report = Report(verdict=Verdict.LIKELY, root_cause=None, confidence=0.5, summary=summary)
    Stream(log, SilentFrames(), "dgn_1", 1).append(Draft("c", DiagnosisConcluded(result=report)))
    states = States(log)
    closing = Closing(diagnoses, states.load, clock)
    desk = Desk(
        MemoryWorkloadStore(shop()), log, SilentFrames(), states, clock, free_of_charge(clock),
        TeamKnowledge(MemoryTeamDocumentStore(), clock), closing,
    )  # fmt: skip
    Notifying(desk, publisher, Draining(diagnoses, FakeWorkflow())).notify("dgn_1")
    return publisher


@pytest.mark.parametrize(
    "summary", ["short", "a" * 300, "two\nlines\r\n" * 20, "\x1b]0;x\x07" * 50, "ü " * 200]
)
def test_a_subject_is_one_that_sns_takes(summary: str) -> None:
    ((subject, _, _),) = notified(summary).published

    assert subject.startswith("shop: likely - ")
    assert len(subject) < 100
    assert subject.isprintable()
    assert subject == subject.strip()


@pytest.mark.parametrize("status", [400, 403, 404, 413])
def test_a_notice_that_is_refused_fails_nothing(status: int) -> None:
    failure = AwsCallFailed("Publish", "InvalidParameter", "Invalid parameter: Subject", status)

    assert notified("short", failure).published == []


@pytest.mark.parametrize(
    "failure",
    [
        AwsCallFailed("Publish", "InternalError", "try again", 500),
        AwsCallFailed("Publish", "ConnectionFailed", "no answer"),
        Throttled("Publish", "Throttled", "slower", 400),
    ],
)
def test_a_notice_that_may_pass_later_is_tried_again(failure: CasebookError) -> None:
    with pytest.raises(AwsCallFailed):
        notified("short", failure)
