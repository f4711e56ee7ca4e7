"""What the coordinator asks for, and when it has enough."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casebook.agents.coordinator import MOST_ROUNDS, decide, pause, plan
from casebook.agents.roster import SPECIALISTS, CoordinatorAlone
from casebook.domain.alarm import Alarm
from casebook.reasoning.assessment import weigh
from tests.unit.agents import scenarios
from tests.unit.agents.builders import Incident, at, diagnose, workload
from tests.unit.agents.more_scenarios import unexplained


def test_the_plan_asks_all_four_and_says_what_it_is_about() -> None:
    assignments = plan(workload(), question="why do orders fail?")

    assert [each.agent for each in assignments] == list(SPECIALISTS)
    assert all("why do orders fail?" in each.task for each in assignments)


def test_a_confirmed_cause_is_enough() -> None:
    decision = decide(diagnose(scenarios.dead_address()).assessment, 1, at(10))

    assert decision.next == "conclude"


def test_a_recovery_is_enough() -> None:
    assert decide(diagnose(scenarios.healed_blip()).assessment, 1, at(12)).next == "conclude"


def test_a_dependency_that_fails_right_now_is_looked_at_again() -> None:
    """It may heal by itself; another look costs seconds and may save a wrong verdict."""
    assessment = diagnose(scenarios.change_after_onset()).assessment

    assert decide(assessment, 1, at(10)).next == "investigate"
    assert decide(assessment, 2, at(15)).next == "investigate"
    assert decide(assessment, 3, at(20)).next == "conclude"
    assert decide(assessment, 1, at(600)).next == "conclude"


def test_a_symptom_without_a_cause_is_looked_at_up_to_three_times() -> None:
    assessment = diagnose(unexplained()).assessment

    assert [decide(assessment, n, at(10)).next for n in (1, 2, 3)] == [
        "investigate",
        "investigate",
        "conclude",
    ]


def test_missing_telemetry_gets_one_more_chance() -> None:
    assessment = diagnose(Incident()).assessment

    assert decide(assessment, 1, at(10)).next == "investigate"
    assert decide(assessment, 2, at(10)).next == "conclude"


def test_an_agent_that_failed_is_asked_again() -> None:
    decision = decide(diagnose(unexplained()).assessment, 1, at(10), failed=["knowledge-agent"])

    assert "knowledge-agent" in decision.agents


def test_a_second_round_replaces_what_the_first_said() -> None:
    incident = scenarios.change_after_onset()
    first, second = diagnose(incident), diagnose(incident)

    both = weigh(
        [*first.findings, *first.assessment.joined, *second.findings],
        [*first.evidence, *second.evidence],
        incident.workload,
        incident.window,
    )

    assert [h.confidence for h in both.hypotheses] == [
        h.confidence for h in first.assessment.hypotheses
    ]


def test_an_agent_does_not_repeat_what_it_said_before() -> None:
    incident = scenarios.dead_address()
    agent = SPECIALISTS["log-agent"]
    said = agent.reason(agent.gather(incident), incident.scope).findings

    again = agent.reason(agent.gather(incident), incident.scope, prior=said)

    assert again.findings == ()


def test_the_coordinator_alone_comes_to_the_same_end() -> None:
    incident = scenarios.dead_address()
    alone = CoordinatorAlone()
    runs = alone.gather(incident)
    outcome = alone.reason(runs, incident.scope)

    assessment = weigh(
        outcome.findings, [run.evidence for run in runs], incident.workload, incident.window
    )

    together = diagnose(incident).assessment
    assert assessment.verdict is together.verdict
    assert assessment.confidence == together.confidence


def test_a_simple_round_asks_each_tool_once() -> None:
    incident = scenarios.dead_address()

    CoordinatorAlone().gather(incident)

    assert len(incident.asked) == len({str(call) for call in incident.asked}) == 8


def watching(period_seconds: int) -> Alarm:
    return Alarm(
        name="checkout-errors",
        state="ALARM",
        changed_at=at(0),
        namespace="AWS/Lambda",
        metric="Errors",
        dimensions={"FunctionName": "checkout-fn"},
        period_seconds=period_seconds,
    )


_MOMENTS = st.floats(0, 1e5).map(lambda seconds: at(0) + timedelta(seconds=seconds))


@given(_MOMENTS, st.sampled_from([10, 30, 60, 300, 3600]))
def test_a_pause_is_short_and_ends_after_a_period_that_ends_soon(
    now: datetime, period: int
) -> None:
    seconds = pause(watching(period), now)

    assert 5 <= seconds <= 15
    left = period - now.timestamp() % period
    assert left > 14 or seconds > left


@given(_MOMENTS, st.floats(0, 4))
def test_the_last_of_the_rounds_sees_a_whole_period_after_the_one_that_the_alarm_fired_in(
    fired: datetime, until_the_first_look: float
) -> None:
    """What healed by itself in the period in which the alarm fired is seen to be well."""
    now = fired + timedelta(seconds=until_the_first_look)
    for _ in range(MOST_ROUNDS - 1):
        now += timedelta(seconds=pause(watching(10), now))

    assert now.timestamp() // 10 - fired.timestamp() // 10 >= 2


def test_without_a_period_a_pause_is_the_shortest() -> None:
    assert pause(None, at(10)) == 5
    assert pause(watching(0), at(10)) == 5
