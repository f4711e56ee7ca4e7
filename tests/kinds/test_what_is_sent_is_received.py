"""Missing is not the last value, and neighbours must balance: what is delivered must arrive.

With missing data treated as breaching, the gap is the alarm.
"""

from dataclasses import replace

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import (
    STEADY,
    Situation,
    blamed,
    confidently_blames_other,
    is_healthy,
    situation,
)

SEEDS = range(2)


def _triggered(
    seed: int, *, fires_on: bool = True, works_on: bool = False, refused: bool = False
) -> Situation:
    """A rule triggers a function, which alone writes into a table; then the function's metrics
    cease."""
    of = situation(seed, "balance")
    rate, since = of.dice.randint(12, 80), of.minutes_ago(12, 50)
    rule, of.right, table = of.name("rule"), of.name("fn"), of.name("table")
    fired = {"TriggeredRules": ("Count", rate), "FailedInvocations": ("Count", 0)}
    of.it.has(
        aws.resource(rule, "other").plus("AWS/Events", {"RuleName": rule}, fired),
        aws.function(of.right, of.style(), rate),
        aws.table(table, rate * 2),
    )
    of.it.calls(f"{rule} > {of.right} > {table}")
    of.business(of.right, 3, until=since)
    for metric in ("Invocations", "Errors", "Duration"):
        of.it.series(of.right, metric).silence(since)
    if not works_on:
        of.it.series(table, "ConsumedWriteCapacityUnits").silence(since)
    if not fires_on:
        of.it.series(rule, "TriggeredRules").silence(since)
    if refused:
        of.it.moves(since, f"{rule} FailedInvocations {rate}")
    watched = (of.right, "Invocations", 1, 5)
    of.it.alarm(of.name("alarm"), *watched, breaching="LessThanThreshold", missing="breaching")
    return of


@pytest.mark.parametrize("seed", SEEDS)
def test_a_function_that_is_not_invoked_while_its_rule_fires_is_cut_off(seed: int) -> None:
    of = _triggered(seed)

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert report.root_cause
    assert report.root_cause.category == "configuration"


@pytest.mark.parametrize("seed", SEEDS)
def test_deliveries_that_the_rule_counts_as_failed_were_refused(seed: int) -> None:
    of = _triggered(seed, refused=True)

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert report.root_cause
    assert report.root_cause.category == "permission"


@pytest.mark.parametrize("seed", SEEDS)
def test_where_nothing_is_sent_nobody_is_blamed_for_receiving_nothing(seed: int) -> None:
    of = _triggered(seed, fires_on=False)

    report = of.diagnosed()

    assert blamed(report) != of.right
    assert not is_healthy(report)


@pytest.mark.parametrize("seed", SEEDS)
def test_metrics_that_are_lost_while_work_goes_on_blame_nobody(seed: int) -> None:
    of = _triggered(seed, works_on=True)

    report = of.diagnosed()

    assert blamed(report) is None
    assert not confidently_blames_other(report)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_published_every_five_minutes_is_not_silent_between(seed: int) -> None:
    """Its newest datapoint is minutes old, and the next one is not due yet."""
    of = situation(seed, "published seldom", replace(STEADY, published=5))
    rate = of.dice.randint(30, 80)
    rule, function = of.name("rule"), of.name("fn")
    fired = {"TriggeredRules": ("Count", rate), "FailedInvocations": ("Count", 0)}
    of.it.has(
        aws.resource(rule, "other").plus("AWS/Events", {"RuleName": rule}, fired),
        aws.function(function, of.style(), rate),
    )
    of.it.calls(f"{rule} > {function}")
    of.business(function, 3)
    of.it.seldom(f"{function} Invocations Errors Duration")
    # The newest of the five-minute datapoints is that of four minutes ago.
    of.it.series(function, "Invocations").silence(-3 * MINUTE)
    of.it.alarm(of.name("alarm"), rule, "TriggeredRules", rate * 0.9, 3, statistic="Average")

    diagnosis = of.diagnosis()

    assert not any(finding.rule == "not-received" for finding in diagnosis.findings)
