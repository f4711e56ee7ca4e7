"""What a platform says of a resource is read as what it is: a status report is no change and no
cause of what it reports; a failover is a fault.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, situation

SEEDS = range(2)
_STATUS = (
    "The free storage capacity for DB instance is low at 8% of the provisioned storage",
    "CPU utilization has been above 85% for 10 minutes",
    "Replica lag exceeded 900 seconds",
    "Finished DB instance backup",
)


def _database_beside_a_partner(seed: int, event: str) -> Situation:
    """A partner is down; the database of the same service had an event minutes before."""
    of = situation(seed, f"event {event}")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function, database, of.right = of.function(rate), of.name("db"), of.host()
    of.it.has(aws.rds(database, "postgres"), aws.outside(of.right, rate))
    of.it.calls(f"{function} > {database}", f"{function} > {of.right}")
    text = f"{of.right} answered 503 Service Unavailable for GET /v2/items"
    of.it.says(function, text, 8, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}", f"{of.right} Failures {rate / 2}")
    of.it.change(since - 4 * MINUTE, f"service-event {database} rds | {event}")
    of.it.alarm(of.name("alarm"), function, "Errors", rate / 4, 3)
    return of


@pytest.mark.parametrize("event", _STATUS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_status_report_is_not_the_cause_of_another_s_failure(seed: int, event: str) -> None:
    of = _database_beside_a_partner(seed, event)

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert report.change is None


@pytest.mark.parametrize("seed", range(2))
def test_a_failover_that_broke_connections_is_found(seed: int) -> None:
    of = situation(seed, "failover")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function, of.right = of.function(rate), of.name("db")
    of.it.has(aws.rds(of.right, "postgres"))
    of.it.calls(f"{function} > {of.right}")
    of.it.says(function, "terminating connection due to administrator command", 9, since,
               level="ERROR")  # fmt: skip
    of.it.moves(since, f"{function} Errors {rate / 2}", f"{of.right} DatabaseConnections 4")
    words = "Multi-AZ instance failover started"
    of.it.change(since - 20, f"service-event {of.right} rds | {words}")
    of.it.alarm(of.name("alarm"), function, "Errors", rate / 4, 3)

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert report.root_cause
    assert report.root_cause.category == "infrastructure"


@pytest.mark.parametrize("seed", range(2))
def test_what_a_status_report_says_is_nobody_else_s_fault(seed: int) -> None:
    """The database itself ran out of storage, as its own metric and its platform say."""
    of = situation(seed, "storage")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function, of.right = of.function(rate), of.name("db")
    free: dict[str, aws.Level] = {"FreeStorageSpace": ("Bytes", 4e9, 0.01, 0.0)}
    at = {"DBInstanceIdentifier": of.right}
    of.it.has(aws.rds(of.right, "postgres").plus("AWS/RDS", at, free))
    of.it.calls(f"{function} > {of.right}")
    of.it.says(function, "could not extend file: No space left on device", 9, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}", f"{of.right} FreeStorageSpace 1000")
    of.it.change(since - 60, f"service-event {of.right} rds | {_STATUS[0]}")
    of.it.alarm(of.name("alarm"), function, "Errors", rate / 4, 3)

    report = of.diagnosed()

    assert not confidently_blames_other(report, of.right)
    assert blamed(report) == of.right
    assert report.root_cause
    assert report.root_cause.category == "resource-exhaustion"
