"""An import writes more than the table's provisioned capacity."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("loyalty", "points", ONE_HOUR)
def throttled_table(it: Incident) -> None:
    it.has(
        aws.function("points-api", logs.zap("points/post.go"), 180, 35),
        aws.function("points-import", logs.zap("importer/run.go"), 2, 900),
        aws.table("point-ledger", 110),
        aws.table("members", 20),
    )
    it.calls("points-api > point-ledger", "points-api > members", "points-import > point-ledger")
    it.runs("points-api", 2)
    it.log(
        "points-api 1.5 | posted <1..400> points",
        "points-api 0.5 ERROR | member not found\nErrNotFound: member <0..99999>",
    )
    it.change(-20000, "deployment points-api ci | points-api v312")
    it.says(
        "points-api",
        lambda d: (
            "post failed\noperation error DynamoDB: PutItem, exceeded maximum number of "
            "attempts, 3, https response error StatusCode: 400, RequestID: "
            f"{d.getrandbits(80):X}, ProvisionedThroughputExceededException: The level of "
            "configured provisioned throughput for the table was exceeded. Consider increasing "
            "your provisioning level with the UpdateTable API."
        ),
        13,
        since=-250,
        level="ERROR",
    )
    it.log("points-import 6 -270.. | wrote batch <1..900> of 900")
    it.moves(-255, "point-ledger WriteThrottleEvents 640")
    it.moves(-260, "point-ledger ConsumedWriteCapacityUnits 298")
    it.moves(-265, "points-import Invocations 46")
    it.moves(-250, "points-api Errors 44, Duration 480")
    it.alarm("points-api-errors", "points-api", "Errors", 15, 3)
    it.expects(
        "point-ledger|points-import",
        "throttling|traffic|resource-exhaustion",
        mentions="throughput",
        blames="members",
    )
