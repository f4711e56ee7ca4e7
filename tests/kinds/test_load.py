"""Load is followed from who makes it to who suffers from it, and blamed only for what load does; a
circle of calls feeds itself; more room is more of what one may use, not any number that grew.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, situation

SEEDS = range(2)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_replica_that_follows_a_flood_of_writes_is_the_victim(seed: int) -> None:
    of = situation(seed, "replica")
    since = of.minutes_ago(15, 50)
    reader, of.right, replica = of.function(80), of.name("primary"), of.name("replica")
    writes = of.dice.randint(40, 120)
    primary: dict[str, aws.Level] = {"WriteIOPS": ("Count/Second", writes, 0.07, 0.0)}
    lag: dict[str, aws.Level] = {"ReplicaLag": ("Seconds", 0.4, 0.1, 0.0)}
    of.it.has(
        aws.resource(of.right, "rds").plus("AWS/RDS", {"DBInstanceIdentifier": of.right}, primary),
        aws.resource(replica, "rds").plus("AWS/RDS", {"DBInstanceIdentifier": replica}, lag),
    )
    of.it.calls(f"{reader} > {replica} > {of.right}")
    of.it.moves(since, f"{of.right} WriteIOPS {writes * of.dice.randint(15, 40)}")
    of.it.moves(since + 60, f"{replica} ReplicaLag {-since * 0.9:.0f}", ramp=-since)
    of.it.alarm(of.name("a"), replica, "ReplicaLag", 120, 3, statistic="Average")

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert report.root_cause
    assert report.root_cause.category == "traffic"


def _surging(seed: int, about: str, text: str) -> tuple[Situation, str, float]:
    """Calls rise with the first errors, which say something."""
    of = situation(seed, about)
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function = of.function(rate)
    of.it.says(function, text.format(of.name(), of.name()), 9, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate}, Invocations {rate * 4}")
    of.it.alarm(of.name("a"), function, "Errors", rate / 4, 3)
    return of, function, since


@pytest.mark.parametrize(
    "text",
    [
        "AccessDeniedException: User is not authorized to perform: {0}:Get on resource {1}",
        "partner answered 403 Forbidden for /{0}/{1}",
        "TypeError: {0} is not a function",
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_more_calls_explain_no_refusal_and_no_defect(seed: int, text: str) -> None:
    of, _, _ = _surging(seed, f"surge {text[:9]}", text)

    report = of.diagnosed()

    assert not report.root_cause or report.root_cause.category != "traffic"


@pytest.mark.parametrize("seed", SEEDS)
def test_more_calls_explain_throttles_where_the_limit_was_the_same(seed: int) -> None:
    of = situation(seed, "throttled")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    of.right, table = of.function(rate), of.name("table")
    of.it.has(aws.table(table, rate * 2))
    of.it.calls(f"{of.right} > {table}")
    words = "ProvisionedThroughputExceededException: The level of configured provisioned throughput"
    of.it.says(of.right, f"{words} for {table} was exceeded", 9, since, level="ERROR")
    of.it.moves(
        since,
        f"{of.right} Errors {rate}, Invocations {rate * 7}",
        f"{table} WriteThrottleEvents {rate}, ConsumedWriteCapacityUnits {rate * 4}",
    )
    of.it.alarm(of.name("a"), of.right, "Errors", rate / 4, 3)

    report = of.diagnosed()

    assert blamed(report) in (of.right, table)
    assert report.root_cause
    assert report.root_cause.category in ("traffic", "throttling")


@pytest.mark.parametrize("seed", SEEDS)
def test_calls_in_a_circle_that_nobody_feeds_are_a_loop(seed: int) -> None:
    of = situation(seed, "circle")
    rate, since = of.dice.randint(20, 60), of.minutes_ago(10, 40)
    outside, first, second = of.function(rate), of.function(rate), of.function(rate)
    of.it.calls(f"{outside} > {first} > {second} > {first}")
    for name in (first, second):
        of.it.moves(since, f"{name} Invocations {rate * 25}", ramp=300)
    of.it.alarm(of.name("a"), second, "Invocations", rate * 8, 3)

    report = of.diagnosed()

    assert blamed(report) in (first, second)
    assert report.root_cause
    assert report.root_cause.category == "traffic"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_circle_that_is_fed_from_outside_is_not_the_cause(seed: int) -> None:
    of = situation(seed, "fed")
    rate, since = of.dice.randint(20, 60), of.minutes_ago(10, 40)
    of.right, first, second = of.function(rate), of.function(rate), of.function(rate)
    of.it.calls(f"{of.right} > {first} > {second} > {first}")
    for name in (of.right, first, second):
        of.it.moves(since, f"{name} Invocations {rate * 8}")
    of.it.alarm(of.name("a"), second, "Invocations", rate * 4, 3)

    assert not confidently_blames_other(of.diagnosed(), of.right)


@pytest.mark.parametrize(
    ("diff", "is_room"),
    [
        ("memorySize: 256 -> 1024", True),
        ("codeSize: 18211 -> 918211", False),
        ("batchSize: 10 -> 500", False),
        ("reservedConcurrency: 10 -> 400", False),
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_more_room_is_more_of_what_one_may_use(seed: int, diff: str, is_room: bool) -> None:
    of = situation(seed, f"room {diff}")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function = of.function(rate)
    of.it.says(function, f"{of.name()} failed: no {of.name()}", 9, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate}")
    of.it.change(since - 2 * MINUTE, f"configuration {function} ops | set", diff)
    of.it.alarm(of.name("a"), function, "Errors", rate / 4, 3)

    report = of.diagnosed()

    ruled_out = any("more room" in found.summary for found in report.ruled_out)
    assert ruled_out is is_room
