"""A diagnosis is the fold of its events, with or without snapshots."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.diagnosis.state import States
from casebook.domain.diagnosis import Diagnosis, DiagnosisStatus
from casebook.domain.events import diagnosis as events
from casebook.domain.events.event import Draft, Payload
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.hypothesis import Hypothesis
from casebook.domain.report import Report, Verdict
from casebook.domain.window import Window
from casebook.errors import IllegalTransition, NotFound
from local.memory.clock import FakeClock
from local.memory.event_log import MemoryEventLog

AT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
WINDOW = Window(start=AT - timedelta(minutes=5), end=AT)
EVIDENCE = Evidence(
    id="evd_1",
    tool="query_metrics",
    query={"metric": "Errors"},
    window=WINDOW,
    outcome="success",
    sha256="0" * 64,
    excerpt="Errors: 5",
    location="evidence/dgn_1/evd_1.json",
    taken_at=AT,
)
FINDING = Finding(
    id="fnd_1",
    agent="metric-agent",
    rule="r",
    kind=FindingKind.SYMPTOM,
    claim="5 errors",
    strength=0.5,
    evidence=("evd_1",),
)
HYPOTHESIS = Hypothesis(resource="fn", category="code-defect", summary="s", confidence=0.7)
REPORT = Report(verdict=Verdict.LIKELY, root_cause=None, confidence=0.7, summary="s")
CALL = UsageRecorded(
    engine="model", provider="acme", model="large", input_tokens=90, output_tokens=10, cost_usd=0.5
)

WHOLE: tuple[Payload, ...] = (
    events.DiagnosisStarted(
        workload_id="wkl_1", project="shop", requested_mode="auto", window=WINDOW
    ),
    events.ModeSelected(mode="complex", reason="an alarm"),
    events.PlanMade(round=1, assignments=(events.Assignment(agent="metric-agent", task="t"),)),
    events.AgentStarted(agent="metric-agent", round=1),
    events.EvidenceFound(evidence=EVIDENCE),
    events.FindingReported(finding=FINDING),
    CALL,
    events.AgentCompleted(agent="metric-agent", round=1, findings=1, gaps=("no traces",)),
    events.AgentFailed(agent="log-agent", round=1, error="timed out"),
    events.AssessmentMade(
        round=1, hypotheses=(HYPOTHESIS,), confidence=0.7, next="conclude", reason="enough"
    ),
    events.DiagnosisConcluded(result=REPORT),
)


def written(*payloads: Payload) -> MemoryEventLog:
    log = MemoryEventLog(FakeClock(AT))
    log.append("dgn_1", 0, [Draft("x", payload) for payload in payloads])
    return log


def test_a_whole_diagnosis_folds_into_its_result() -> None:
    diagnosis = States(written(*WHOLE)).load("dgn_1")

    assert diagnosis.status is DiagnosisStatus.CONCLUDED
    assert diagnosis.report == REPORT
    assert diagnosis.evidence_by_id("evd_1") == EVIDENCE
    assert diagnosis.findings == (FINDING,)
    assert diagnosis.gaps == ("no traces", "log-agent failed: timed out")
    assert diagnosis.completed == {("metric-agent", 1)}
    assert diagnosis.failed == {("log-agent", 1)}


def test_the_state_at_any_number_is_the_same_with_and_without_snapshots() -> None:
    log = written(*WHOLE)
    states = States(log)
    bare = [states.load("dgn_1", seq) for seq in range(1, len(WHOLE) + 1)]
    for seq in (2, 5, 9):
        states.keep(bare[seq - 1])

    assert [states.load("dgn_1", seq) for seq in range(1, len(WHOLE) + 1)] == bare

    log.forget_snapshots()
    assert states.load("dgn_1") == bare[-1]


def test_a_snapshot_spares_reading_what_it_holds() -> None:
    log = written(*WHOLE)
    states = States(log)
    states.keep(states.load("dgn_1", 9))
    reads: list[int] = []
    read = log.read
    log.read = lambda stream, after=0, limit=None: (  # type: ignore[method-assign]
        reads.append(after) or read(stream, after, limit)  # type: ignore[func-returns-value]
    )

    states.load("dgn_1")

    assert reads == [9]


def test_an_unknown_diagnosis_is_not_found() -> None:
    with pytest.raises(NotFound):
        States(written()).load("dgn_404")


@pytest.mark.parametrize("last", [events.DiagnosisCancelled(by="ann"), WHOLE[-1]])
def test_nothing_moves_a_diagnosis_that_is_over(last: Payload) -> None:
    log = written(WHOLE[0], last)

    assert States(log).load("dgn_1").is_over
    log.append("dgn_1", 2, [Draft("x", events.DiagnosisPaused(by="ann"))])
    with pytest.raises(IllegalTransition):
        States(log).load("dgn_1")


def test_a_diagnosis_that_is_paused_can_go_on_or_end() -> None:
    paused = States(written(WHOLE[0], events.DiagnosisPaused(by="ann"))).load("dgn_1")
    resumed = States(
        written(WHOLE[0], events.DiagnosisPaused(by="a"), events.DiagnosisResumed(by="a"))
    ).load("dgn_1")

    assert paused.status is DiagnosisStatus.PAUSED
    assert resumed.status is DiagnosisStatus.RUNNING


def test_a_fresh_diagnosis_is_new() -> None:
    assert Diagnosis("dgn_1").status is DiagnosisStatus.NEW


agents = st.sampled_from(["log-agent", "metric-agent"])
rounds = st.integers(-1, 3)
anything = st.one_of(
    st.sampled_from(WHOLE),
    st.sampled_from(
        [events.DiagnosisPaused(by="a"), events.DiagnosisResumed(by="a"),
         events.DiagnosisCancelled(by="a"), events.DiagnosisFailed(error="e")]
    ),
    st.builds(events.AgentCompleted, agent=agents, round=rounds, findings=rounds,
              gaps=st.lists(st.text(), max_size=2).map(tuple)),
    st.builds(events.AgentFailed, agent=agents, round=rounds, error=st.text()),
    st.builds(events.PlanMade, round=rounds, assignments=st.just(())),
)  # fmt: skip


def legal(payloads: list[Payload]) -> list[Payload]:
    """The payloads, without those that may not follow the ones before them."""
    kept: list[Payload] = []
    for payload in payloads:
        try:
            Diagnosis.fold("dgn_1", written(*kept, payload).read("dgn_1"))
        except IllegalTransition:
            continue
        kept.append(payload)
    return kept


@given(st.lists(anything, max_size=15))
def test_events_in_any_order_fold_or_are_refused_as_an_illegal_transition(
    payloads: list[Payload],
) -> None:
    try:
        diagnosis = Diagnosis.fold("dgn_1", written(*payloads).read("dgn_1"))
    except IllegalTransition:
        return
    assert diagnosis.seq == len(payloads)
    assert diagnosis.is_over == (diagnosis.ended_at is not None)


@given(st.lists(anything, min_size=1, max_size=15).map(lambda some: legal([WHOLE[0], *some])),
       st.integers(1, 15))  # fmt: skip
def test_a_snapshot_of_any_beginning_changes_nothing_of_the_end(
    payloads: list[Payload], length: int
) -> None:
    states = States(written(*payloads))
    bare = states.load("dgn_1")
    states.keep(states.load("dgn_1", min(length, len(payloads))))

    assert states.load("dgn_1") == bare


def test_what_the_agents_model_calls_used_is_summed_up() -> None:
    log = written(*WHOLE[:7], CALL, *WHOLE[7:])

    diagnosis = Diagnosis.fold("dgn_1", log.read("dgn_1"))

    assert (diagnosis.usage.calls, diagnosis.usage.tokens) == (2, 200)
    assert diagnosis.usage.cost_usd == 1.0
