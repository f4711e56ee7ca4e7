"""Healthy is never concluded from silence, nor from a history that is not there: what the alarm
watches must be shown to be as it was, or as it always is, by the alarm's own statistic and period.
"""

from dataclasses import replace

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.evals.builder.sampling import Sampling
from tests.kinds.incidents import STEADY, Situation, blamed, is_healthy, situation

SEEDS = range(2)
YOUNG = replace(STEADY, history=17 * MINUTE)


def _odd_metric(seed: int, sampling: Sampling = STEADY) -> tuple[Situation, str, str, float]:
    """A service with a metric whose name says nothing."""
    of = situation(seed, "proof", sampling)
    service, metric, usual = of.name("svc"), of.name().title(), of.dice.uniform(40, 900)
    levels: dict[str, aws.Level] = {metric: ("None", usual, 0.05, 0.0)}
    of.it.has(
        aws.resource(service, "ecs", of.style()).plus(of.name().title(), {"S": service}, levels)
    )
    of.business(service, 3)
    return of, service, metric, usual


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("comparison", ["GreaterThanThreshold", "LessThanThreshold"])
def test_a_breach_in_silence_is_never_healthy(seed: int, comparison: str) -> None:
    of, service, metric, usual = _odd_metric(seed)
    factor = 3 if comparison.startswith("Greater") else 1 / 3
    of.it.moves(of.minutes_ago(6, 90), f"{service} {metric} {usual * factor:.2f}")
    threshold = usual * (1 + factor) / 2
    of.it.alarm(of.name("a"), service, metric, threshold, 3, "", comparison, "Average")

    report = of.diagnosed()

    assert not is_healthy(report)
    assert blamed(report) is None or report.confidence <= 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_back_where_it_was_is_healthy(seed: int) -> None:
    of, service, metric, usual = _odd_metric(seed)
    since = of.minutes_ago(24, 32)
    of.it.series(service, metric).shift(since, usual * 3, since + 6 * MINUTE)
    of.it.alarm(of.name("a"), service, metric, usual * 2, 3, "", statistic="Average")

    assert is_healthy(of.diagnosed())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_threshold_inside_of_what_was_always_usual_is_too_tight(seed: int) -> None:
    of, service, metric, usual = _odd_metric(seed)
    of.it.alarm(of.name("a"), service, metric, usual * 0.97, 1, "", statistic="Average")

    assert is_healthy(of.diagnosed())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_without_a_history_proves_nothing(seed: int) -> None:
    of, service, metric, usual = _odd_metric(seed, YOUNG)
    of.it.alarm(of.name("a"), service, metric, usual * 0.97, 1, "", statistic="Average")

    report = of.diagnosed()

    assert not is_healthy(report)
    assert any("usual is unknown" in gap for gap in report.gaps)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sum_over_minutes_is_not_held_against_one_minute(seed: int) -> None:
    """Each minute's value is below the threshold of five of them, and the alarm breaches."""
    of = situation(seed, "periods")
    function = of.function(of.dice.randint(60, 200))
    rate = of.dice.randint(12, 30)
    of.it.moves(of.minutes_ago(16, 60), f"{function} Errors {rate}")
    of.it.alarm(of.name("a"), function, "Errors", rate * 3, 2)
    of.period(5 * MINUTE)

    assert not is_healthy(of.diagnosed())


@pytest.mark.parametrize("seed", SEEDS)
def test_one_bad_minute_long_ago_is_over_for_an_alarm_of_minutes_too(seed: int) -> None:
    of = situation(seed, "a bad minute")
    function = of.function(of.dice.randint(60, 200))
    since = of.minutes_ago(26, 34)
    of.it.series(function, "Errors").shift(since, of.dice.randint(60, 90), since + 2 * MINUTE)
    of.it.alarm(of.name("a"), function, "Errors", 40, 1)
    of.period(5 * MINUTE)

    assert is_healthy(of.diagnosed())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_fast_again_may_still_fail(seed: int) -> None:
    """It was slow for a while, and the errors, which are seldom, go on."""
    of = situation(seed, "fast again")
    function = of.function(of.dice.randint(60, 200))
    since = of.minutes_ago(110, 130)
    of.it.moves(since, f"{function} Duration 2400", until=of.minutes_ago(6, 12))
    text = f"{of.name()} was refused by the ledger, order <100000..999999>"
    for number in range(int(-since // (15 * MINUTE))):
        at = since + number * 15 * MINUTE + of.dice.uniform(0, 200)
        of.it.once(at, f"{function} ERROR | {text}")
        of.it.series(function, "Errors").shift(at // MINUTE * MINUTE, 1, at // MINUTE * MINUTE + 59)
    of.it.alarm(of.name("a"), function, "Errors", 1, 1, "", "GreaterThanOrEqualToThreshold")
    of.it._alarm["Trigger"] |= {"EvaluationPeriods": 8, "DatapointsToAlarm": 1}
    of.period(15 * MINUTE)

    report = of.diagnosed()

    assert not is_healthy(report)


@pytest.mark.parametrize("seed", range(4))
def test_calls_that_come_and_go_as_ever_do_not_make_a_share_usual(seed: int) -> None:
    """The alarm is on failures by calls; a busy quarter of an hour is usual, the failures are
    not."""
    of = situation(seed, "share")
    function = of.function(of.dice.randint(60, 100))
    for begin in (-330, -250, -170, -90, -10):
        busy = begin * MINUTE
        of.it.series(function, "Invocations").shift(busy, 400, min(busy + 9 * MINUTE, 90))
    of.it.moves(of.minutes_ago(7, 8), f"{function} Errors 60")
    of.it.alarm(of.name("a"), function, "Errors", 10, 3)
    alarm, at = of.it._alarm, [{"name": "FunctionName", "value": function}]
    queries = [
        {
            "Id": name,
            "MetricStat": {
                "Metric": {"Namespace": "AWS/Lambda", "MetricName": metric, "Dimensions": at},
                "Period": 60,
                "Stat": "Sum",
            },
            "ReturnData": False,
        }
        for name, metric in (("m1", "Errors"), ("m2", "Invocations"))
    ]
    share = {"Id": "e1", "Expression": "100 * m1 / m2", "ReturnData": True}
    kept = ("EvaluationPeriods", "DatapointsToAlarm", "ComparisonOperator", "TreatMissingData",
            "Period")  # fmt: skip
    trigger = {name: alarm["Trigger"][name] for name in kept if name in alarm["Trigger"]}
    alarm["Trigger"] = {**trigger, "Metrics": [share, *queries], "Threshold": 5.0}

    diagnosis = of.diagnosis()

    assert diagnosis.report
    assert not is_healthy(diagnosis.report)
    assert not any(finding.rule == "usual-every-so-often" for finding in diagnosis.findings)
    assert any(finding.rule == "alarm-breaches" for finding in diagnosis.findings)


@pytest.mark.parametrize("seed", range(4))
def test_that_it_often_rises_does_not_make_its_fall_usual(seed: int) -> None:
    """Sessions come in bursts all day; now there are none."""
    of = situation(seed, "other side")
    database, usual = of.name("pg"), of.dice.randint(80, 300)
    levels: dict[str, aws.Level] = {"DatabaseConnections": ("Count", usual, 0.02, 0.0)}
    at = {"DBInstanceIdentifier": database}
    of.it.has(aws.resource(database, "rds", of.style()).plus("AWS/RDS", at, levels))
    of.business(database, 3)
    sessions = of.it.series(database, "DatabaseConnections")
    for begin in (-330, -250, -170, -90, -8):
        sessions.shift(begin * MINUTE, usual * 1.5, (begin + 5) * MINUTE)
    sessions.shift(-2 * MINUTE, 0)
    of.it.alarm(of.name("a"), database, "DatabaseConnections", 5, 1, "", "LessThanThreshold",
                statistic="Average")  # fmt: skip
    of.it._alarm["Trigger"] |= {"EvaluationPeriods": 8, "DatapointsToAlarm": 1}

    diagnosis = of.diagnosis()

    assert diagnosis.report
    assert not is_healthy(diagnosis.report)
    assert not any(finding.rule == "usual-every-so-often" for finding in diagnosis.findings)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("hours", "is_custom"), [(3.0, False), (6.0, True)])
def test_what_comes_and_goes_since_this_afternoon_is_no_custom(
    seed: int, hours: float, is_custom: bool
) -> None:
    """The same flares every ten minutes, since three hours or for as long as is known."""
    of, service, metric, usual = _odd_metric(seed)
    for begin in range(-int(hours * 60), 0, 10):
        flare = begin * MINUTE
        of.it.series(service, metric).shift(flare, 3 * usual, flare + 4 * MINUTE)
    of.it.series(service, metric).shift(-5 * MINUTE, 3 * usual)
    of.it.alarm(of.name("a"), service, metric, usual * 2, 3, "", statistic="Average")

    assert is_healthy(of.diagnosed()) is is_custom
