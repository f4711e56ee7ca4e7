"""Sentences of a report are checked by their numbers, times and direction; steps can be done and do
no harm; a healthy verdict begins with no best guess.
"""

import re

import pytest

from tests.evals import aws
from tests.kinds.incidents import is_healthy, situation

SEEDS = range(2)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_over_the_threshold_of_an_alarm_that_watches_a_floor(seed: int) -> None:
    of = situation(seed, "floor")
    service, usual = of.name("web"), of.dice.randint(40, 90)
    levels: dict[str, aws.Level] = {"HealthyHostCount": ("Count", usual, 0.0, 0.0)}
    of.it.has(aws.resource(service, "alb").plus("AWS/ApplicationELB", {"LB": service}, levels))
    of.it.series(service, "HealthyHostCount").shift(of.minutes_ago(8, 30), 2)
    of.it.alarm(of.name("a"), service, "HealthyHostCount", 20, 3, "", "LessThanThreshold",
                "Minimum")  # fmt: skip

    diagnosis = of.diagnosis()

    assert diagnosis.report
    said = " ".join([diagnosis.report.summary, *(f.claim for f in diagnosis.findings)])
    assert "is below its threshold" in said
    assert "over its threshold" not in said


@pytest.mark.parametrize("seed", SEEDS)
def test_commands_have_no_places_to_fill_in(seed: int) -> None:
    of = situation(seed, "commands")
    cluster, service = of.name(), of.name("svc")
    of.it.has(aws.tasks(service, of.style(), cluster, 30, 60))
    of.business(service, 3)
    since = of.minutes_ago(8, 30)
    of.it.says(service, "java.lang.OutOfMemoryError: Java heap space", 9, since, level="ERROR")
    of.it.moves(since, f"{service} MemoryUtilization 99")
    of.it.alarm(of.name("a"), service, "MemoryUtilization", 90, 3, statistic="Maximum")

    report = of.diagnosed()

    commands = [step.command for step in report.remediation if step.command]
    assert not [command for command in commands if re.search(r"<[a-z][\w-]*>", command)]


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_told_to_undo_a_failover(seed: int) -> None:
    of = situation(seed, "no undoing")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function, database = of.function(rate), of.name("db")
    of.it.has(aws.rds(database, "postgres"))
    of.it.calls(f"{function} > {database}")
    text = "terminating connection due to administrator command"
    of.it.says(function, text, 9, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}")
    event = "Multi-AZ instance failover started"
    of.it.change(since - 20, f"service-event {database} rds | {event}")
    of.it.alarm(of.name("a"), function, "Errors", rate / 4, 3)

    report = of.diagnosed()

    assert report.remediation
    assert not any("undo" in step.text.lower() for step in report.remediation)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_healthy_verdict_has_no_best_guess(seed: int) -> None:
    of = situation(seed, "no guess")
    function = of.function(of.dice.randint(60, 150), ms=200)
    of.it.series(function, "Duration").cycle = 0.0
    of.it.change(of.minutes_ago(30, 60), f"deployment {function} | {function} 7")
    of.it.alarm(of.name("a"), function, "Duration", 195, 1, statistic="Average")

    report = of.diagnosed()

    assert is_healthy(report)
    said = " ".join([report.summary, *(step.text for step in report.remediation)]).lower()
    assert "best guess" not in said
