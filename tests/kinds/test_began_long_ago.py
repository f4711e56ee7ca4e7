"""What began long ago is not its own baseline: the onset is looked for over hours, and an age tells
its own. What was as frequent before is no news, however it is looked at.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import (
    Situation,
    blamed,
    confidently_blames_other,
    is_healthy,
    situation,
)

AGES = (30, 75, 110, 240)


def _partner_is_down(seed: int, minutes: float) -> Situation:
    """A partner's API answers no more; beside it an error that was always there."""
    of = situation(seed, f"age {minutes}")
    since = -minutes * MINUTE
    rate = of.dice.randint(60, 150)
    function, of.right = of.function(rate), of.host()
    of.it.has(aws.outside(of.right, rate))
    of.it.calls(f"{function} > {of.right}")
    of.it.log(f"{function} 1 ERROR | unknown {of.name()} <1..99>")
    text = f"ConnectTimeoutError: connect timeout to https://{of.right}/v1/items after 3000 ms"
    of.it.says(function, text, 8, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}", f"{of.right} Failures {rate / 2}")
    of.it.alarm(of.name("alarm"), function, "Errors", rate / 4, 3)
    return of


@pytest.mark.parametrize("minutes", AGES)
@pytest.mark.parametrize("seed", range(2))
def test_the_cause_is_the_same_however_old_it_is(seed: int, minutes: int) -> None:
    of = _partner_is_down(seed, minutes)

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert not is_healthy(report)


@pytest.mark.parametrize("seed", range(2))
def test_errors_that_were_always_as_many_are_not_the_fault(seed: int) -> None:
    of = situation(seed, "always so")
    function = of.function(of.dice.randint(60, 200), errors=5)
    of.it.log(f"{function} 5 ERROR | {of.name()} not found for <1..9999>")
    of.it.alarm(of.name("alarm"), function, "Errors", 3, 1)

    report = of.diagnosed()

    assert blamed(report) is None


@pytest.mark.parametrize("unit", ["seconds", "milliseconds"])
@pytest.mark.parametrize("seed", range(2))
def test_an_age_stands_still_since_now_less_itself(seed: int, unit: str) -> None:
    of = situation(seed, f"standstill {unit}")
    since = -of.dice.uniform(20, 110) * MINUTE
    factor = 1000 if unit == "milliseconds" else 1
    consumer = of.function(of.dice.randint(30, 90))
    metric, namespace = (
        ("IteratorAge", "AWS/Lambda")
        if factor > 1
        else (
            "ApproximateAgeOfOldestMessage",
            "AWS/SQS",
        )
    )
    age: dict[str, aws.Level] = {metric: ("None", 2 * factor, 0.0, 0.0)}
    stream = of.name("in")
    of.it.has(aws.resource(stream, "sqs").plus(namespace, {"Name": stream}, age))
    of.it.calls(f"{stream} > {consumer}")
    of.it.moves(since, f"{stream} {metric} {-since * factor}", ramp=-since)
    of.it.alarm(of.name("a"), stream, metric, -since * factor * 0.9, 2, statistic="Maximum")

    diagnosis = of.diagnosis()

    assert diagnosis.anchor
    assert diagnosis.anchor.onset
    assert diagnosis.alarm
    began = diagnosis.anchor.onset.start - diagnosis.alarm.changed_at
    assert abs(began.total_seconds() - since) <= 2 * MINUTE


@pytest.mark.parametrize("seed", range(2))
def test_a_lag_that_only_wavers_has_no_standstill(seed: int) -> None:
    of = situation(seed, "wavering")
    consumer, stream = of.function(60), of.name("in")
    age: dict[str, aws.Level] = {"ApproximateAgeOfOldestMessage": ("Seconds", 40, 0.15, 0.0)}
    of.it.has(aws.resource(stream, "sqs").plus("AWS/SQS", {"QueueName": stream}, age))
    of.it.calls(f"{stream} > {consumer}")
    of.it.alarm(of.name("a"), stream, "ApproximateAgeOfOldestMessage", 35, 1, statistic="Maximum")

    diagnosis = of.diagnosis()

    assert diagnosis.anchor
    assert diagnosis.anchor.onset is None
    assert diagnosis.report
    assert not confidently_blames_other(diagnosis.report)
