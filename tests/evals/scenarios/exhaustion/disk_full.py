"""The database's volume fills up with a replication slot's log; writes stop."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, hours, scenario


@scenario("parking", "meters", hours(10))
def disk_full(it: Incident) -> None:
    it.has(
        aws.service("meter-api", logs.rails, "parking", 190, 45),
        aws.service("fine-service", logs.rails, "parking", 40, 80),
        aws.database("parking-pg", 50, logs.postgres),
    )
    at = {"DBInstanceIdentifier": "parking-pg"}
    it.measured(
        "parking-pg",
        "AWS/RDS",
        at,
        {"FreeStorageSpace": ("Bytes", 61000000000.0, 0.001), "WriteIOPS": ("Count/Second", 210)},
    )
    it.calls("meter-api > parking-pg", "fine-service > parking-pg")
    it.log(
        "meter-api 2.5 ..-225 | Completed 201 Created in <30..80>ms",
        "meter-api 1 | Completed 200 OK in <8..40>ms",
        "meter-api 0.5 WARN | plate reader 14 sent no picture",
        "fine-service 0.3 ERROR | Could not geocode address, kept as text",
        "parking-pg 0.25 ..-230 | checkpoint complete: wrote 2211 buffers (13.5%)",
    )
    it.change(-6000, "deployment fine-service circleci | fine-service 12: letters")
    it.moves(-30000, "parking-pg FreeStorageSpace 0", ramp=29770)
    it.moves(-228, "parking-pg WriteIOPS 2")
    it.log(
        'parking-pg 12 ERROR -228.. | could not extend file "base/16401/16733": No space '
        "left on device",
        "meter-api 10 ERROR -225.. | ActiveRecord::StatementInvalid (PG::DiskFull: ERROR:  "
        'could not extend file "base/16401/16733": No space left on device)',
    )
    it.moves(-225, "meter-api 5xx 120")
    it.moves(-220, "fine-service 5xx 18")
    it.alarm("meter-api-5xx", "meter-api", "5xx", 25, 3)
    it.expects(
        "parking-pg",
        "resource-exhaustion|infrastructure",
        mentions="No space left",
        blames="fine-service|meter-api",
    )
