"""State metrics are trouble by themselves, by their own history; a counter that only grows is read
by what it grew by.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import Situation, is_healthy, situation

SEEDS = range(2)


def _deployment(of: Situation, restarts_per_minute: float) -> tuple[str, str]:
    """Pods whose restarts are counted since they are there."""
    name, metric = of.name("pods"), "pod_number_of_container_restarts"
    at = {"ClusterName": of.name(), "Namespace": "prod", "PodName": name}
    levels: dict[str, aws.Level] = {metric: ("None", 5, 0.0, 0.0)}
    style = of.style()
    of.it.has(aws.resource(name, "other", style).plus("ContainerInsights", at, levels))
    of.business(name, 3)
    if restarts_per_minute:
        grown = 5 + restarts_per_minute * 6 * 60
        of.it.moves(-360 * MINUTE, f"{name} {metric} {grown}", ramp=360 * MINUTE)
    return name, metric


@pytest.mark.parametrize("seed", SEEDS)
def test_restarts_that_begin_are_a_symptom(seed: int) -> None:
    of = situation(seed, "restarts")
    name, metric = _deployment(of, 0)
    since = of.minutes_ago(15, 40)
    of.it.moves(since, f"{name} {metric} {5 - since / 20:.0f}", ramp=-since)
    of.it.alarm(of.name("a"), name, metric, 10, 3, statistic="Maximum")

    diagnosis = of.diagnosis()

    assert diagnosis.report
    assert not is_healthy(diagnosis.report)
    assert any(f.kind.value == "symptom" and f.resource == name for f in diagnosis.findings)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_counter_that_grows_as_ever_is_no_departure(seed: int) -> None:
    of = situation(seed, "counted")
    name, metric = _deployment(of, 0.5)
    of.it.alarm(of.name("a"), name, metric, 120, 3, statistic="Maximum")

    diagnosis = of.diagnosis()

    shifted = [f for f in diagnosis.findings if f.rule == "metric-shifted"]
    assert shifted == []


@pytest.mark.parametrize("seed", range(2))
def test_what_was_always_empty_and_fills_is_a_symptom(seed: int) -> None:
    of = situation(seed, "fills")
    consumer, queue = of.function(60), of.name("dlq")
    levels: dict[str, aws.Level] = {"ApproximateNumberOfMessagesVisible": ("Count", 0)}
    of.it.has(aws.resource(queue, "sqs").plus("AWS/SQS", {"QueueName": queue}, levels))
    of.it.calls(f"{consumer} > {queue}")
    since = of.minutes_ago(10, 40)
    of.it.moves(
        since, f"{queue} ApproximateNumberOfMessagesVisible {of.dice.randint(12, 60)}", ramp=-since
    )
    of.it.alarm(of.name("a"), queue, "ApproximateNumberOfMessagesVisible", 5, statistic="Maximum")

    diagnosis = of.diagnosis()

    assert diagnosis.report
    assert not is_healthy(diagnosis.report)
    assert any(f.kind.value == "symptom" and f.resource == queue for f in diagnosis.findings)
